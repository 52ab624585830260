using Workers.Conversations;
using Workers.Worker.Delivery;

namespace Workers.Worker.Tests.Delivery;

public sealed class DeferralTests
{
    private readonly Deferral deferral = new(new Random(4711));

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
    public void Who_had_no_place_for_a_day_has_failed()
    {
        var ended = Assert.IsType<Outcome.Ended>(Of(Deferral.Patience.TotalSeconds));
        Assert.Equal((DeliveryStatus.Failed, Errors.DeferredTooLong), (ended.Result.Status, ended.Result.Error));
    }

    private Outcome Of(double deferredFor) =>
        deferral.Of(Ended.Attempt() with { DeferredFor = TimeSpan.FromSeconds(deferredFor) });
}
