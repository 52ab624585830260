using Workers.Conversations;
using Workers.Hosting.Options;
using Workers.Worker.Delivery;

namespace Workers.Worker.Tests.Delivery;

public sealed class RetryScheduleTests
{
    private static readonly WebhooksOptions Defaults = new();

    [Fact]
    public void Each_wait_is_the_schedules_within_a_fifth()
    {
        for (var attempt = 1; attempt <= Defaults.RetrySchedule.Count; attempt++)
        {
            var planned = Defaults.RetrySchedule[attempt - 1];
            var waits = Waits(Defaults, attempt, new Answer(TimeSpan.Zero, 500));
            Assert.All(waits, wait => Assert.InRange(wait, planned * 0.8, planned * 1.2));
            Assert.True(waits.Max() - waits.Min() > planned * 0.3, "it is jittered");
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    public void A_schedule_of_seconds_waits_seconds_when_the_connection_is_refused(int attempt, int seconds) =>
        Assert.All(Waits(Short, attempt, new Answer(TimeSpan.Zero, Error: Errors.Refused)),
            wait => Assert.InRange(wait.TotalSeconds, seconds * 0.8, seconds * 1.2));

    [Fact]
    public void A_used_up_schedule_ends_as_failed()
    {
        var verdict = new Verdict(new RetrySchedule(Short, new Random(1)));
        Assert.Equal(DeliveryStatus.Pending, verdict.Of(2, new Answer(TimeSpan.Zero, 500)).Status);
        Assert.Equal(DeliveryStatus.Failed, verdict.Of(3, new Answer(TimeSpan.Zero, 500)).Status);
    }

    [Theory]
    [InlineData(429, null)]
    [InlineData(null, Errors.Timeout)]
    public void An_overloaded_receiver_has_a_minute(int? code, string? error) =>
        Assert.All(Waits(Short, 1, new Answer(TimeSpan.Zero, code, error)),
            wait => Assert.InRange(wait.TotalSeconds, 48, 72));

    [Theory]
    [InlineData(500, 3, 5, false)] // less than planned: the plan holds
    [InlineData(500, 8, 8, true)]
    [InlineData(500, 3600, 10, true)] // more than twice: twice
    [InlineData(503, 3600, 3600, true)] // overloaded: as asked, while the schedule lasts that long
    [InlineData(503, 24 * 3600, 24 * 3600, true)]
    [InlineData(503, (24 * 3600) + 1, 10, true)]
    [InlineData(429, 3600, 3600, true)]
    [InlineData(429, 31_536_000, 120, true)]
    public void A_wish_is_heard_within_bounds(int code, int asked, int expected, bool isWish)
    {
        var answer = new Answer(TimeSpan.Zero, code, RetryAfter: TimeSpan.FromSeconds(asked));
        Assert.All(Waits(Defaults, 1, answer), wait =>
            Assert.InRange(wait.TotalSeconds, expected * (isWish ? 1 : 0.8), expected * 1.2));
    }

    [Fact]
    public void A_wish_beyond_the_rest_of_the_schedule_is_cut() =>
        Assert.All(Waits(Short, 1, new Answer(TimeSpan.Zero, 503, RetryAfter: TimeSpan.FromHours(1))),
            wait => Assert.InRange(wait.TotalSeconds, 2, 2.4));

    [Theory]
    [InlineData("120", 120d)]
    [InlineData("0", 0d)]
    [InlineData("1.2", 2d)]
    [InlineData("99999999999999999999", 31_536_000d)]
    [InlineData("Mon, 23 Nov 2026 20:00:30 GMT", 30d)]
    [InlineData("Mon, 23 Nov 2026 19:00:00 GMT", 0d)]
    [InlineData("-5", null)]
    [InlineData("soon", null)]
    [InlineData("", null)]
    public void Retry_after_is_seconds_or_a_date(string text, double? seconds) => Assert.Equal(
        seconds, RetryAfter.Parse(text, new DateTimeOffset(2026, 11, 23, 20, 0, 0, TimeSpan.Zero))?.TotalSeconds);

    private static WebhooksOptions Short => new() { RetrySchedule = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)] };

    private static List<TimeSpan> Waits(WebhooksOptions options, int attempt, Answer answer)
    {
        var schedule = new RetrySchedule(options, new Random(4711));
        return [.. Enumerable.Range(0, 200).Select(_ => schedule.After(attempt, answer)!.Value)];
    }
}
