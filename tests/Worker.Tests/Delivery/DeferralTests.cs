using Workers.Conversations;
using Workers.Hosting.Options;
using Workers.Worker.Delivery;

namespace Workers.Worker.Tests.Delivery;

public sealed class DeferralTests
{
    private readonly Deferral deferral = With(new WebhooksOptions());

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.5, 1)]
    [InlineData(7, 7)]
    [InlineData(30, 30)]
    [InlineData(80_000, 30)]
    public void It_waits_as_long_again_as_it_has_waited_and_up_to_half_more(double deferredFor, double least)
    {
        var waits = Enumerable.Range(0, 200)
            .Select(_ => Assert.IsType<Outcome.Deferred>(Of(deferredFor)).Wait.TotalSeconds).ToArray();
        Assert.All(waits, wait => Assert.InRange(wait, least, least * 1.5));
        Assert.True(waits.Max() - waits.Min() > least * 0.4, "what came together does not come back together");
    }

    [Fact]
    public void Who_had_no_place_for_as_long_as_the_whole_schedule_has_failed()
    {
        var whole = new TimeSpan(hours: 27, minutes: 35, seconds: 5); // as docs/webhooks.md has it
        Assert.IsType<Outcome.Deferred>(Of(whole.TotalSeconds - 1));
        IsTooLong(Of(whole.TotalSeconds));
    }

    [Fact]
    public void A_briefschedule_gives_it_a_day_all_the_same()
    {
        var brief = With(new WebhooksOptions { RetrySchedule = [TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5)] });
        Assert.IsType<Outcome.Deferred>(Of(86_399, brief));
        IsTooLong(Of(86_400, brief));
    }

    private static void IsTooLong(Outcome outcome)
    {
        var ended = Assert.IsType<Outcome.Ended>(outcome);
        Assert.Equal((DeliveryStatus.Failed, Errors.DeferredTooLong), (ended.Result.Status, ended.Result.Error));
    }

    private static Deferral With(WebhooksOptions options) =>
        new(new RetrySchedule(options, new Random(4711)), new Random(4711));

    private Outcome Of(double deferredFor, Deferral? by = null) =>
        (by ?? deferral).Of(Ended.Attempt() with { DeferredFor = TimeSpan.FromSeconds(deferredFor) });
}
