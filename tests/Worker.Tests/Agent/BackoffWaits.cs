using Workers.Worker.Agent;

namespace Workers.Worker.Tests.Agent;

public sealed class BackoffWaits
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(5, 32)]
    public void The_wait_doubles_and_is_moved_by_a_quarter_at_most(int postponements, int seconds)
    {
        Assert.Equal(TimeSpan.FromSeconds(seconds * 0.75), Backoff.Jittered(postponements, 0));
        Assert.Equal(TimeSpan.FromSeconds(seconds), Backoff.Jittered(postponements, 0.5));
        Assert.Equal(TimeSpan.FromSeconds(seconds * 1.25), Backoff.Jittered(postponements, 1));
    }

    [Theory]
    [InlineData(6)]
    [InlineData(1_000_000)]
    public void It_never_exceeds_a_minute(int postponements)
    {
        Assert.InRange(Backoff.Jittered(postponements, 0), TimeSpan.FromSeconds(45), TimeSpan.FromSeconds(60));
        Assert.InRange(Backoff.Jittered(postponements, 1), TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(60));
    }

    [Fact]
    public void What_the_model_asks_for_goes_first()
    {
        Assert.All(Waits(() => Backoff.After(0, TimeSpan.FromMinutes(3))),
            wait => Assert.InRange(wait.TotalSeconds, 180, 198));
        Assert.InRange(Backoff.After(0, TimeSpan.MaxValue), TimeSpan.FromDays(1), TimeSpan.FromDays(1.1));
        Assert.InRange(Backoff.After(0, TimeSpan.Zero), TimeSpan.FromSeconds(0.75), TimeSpan.FromSeconds(1.25));
    }

    [Fact]
    public void Queries_that_are_told_the_same_wait_do_not_come_back_in_the_same_instant()
    {
        var waits = Waits(() => Backoff.After(0, TimeSpan.FromSeconds(1)));
        Assert.All(waits, wait => Assert.InRange(wait.TotalSeconds, 1, 2));
        Assert.True(waits.Max() - waits.Min() > TimeSpan.FromSeconds(0.5));
    }

    [Theory]
    [InlineData(0, 4, 4, 5)] // the gate's wait is the longer one
    [InlineData(5, 4, 24, 40)]
    [InlineData(20, 10, 45, 60)]
    public void Behind_a_closed_gate_the_wait_is_the_longer_of_the_gates_and_the_doubling_one(
        int postponements, int gate, int least, int most)
    {
        var waits = Waits(() => Backoff.Behind(TimeSpan.FromSeconds(gate), postponements));
        Assert.All(waits, wait => Assert.InRange(wait.TotalSeconds, least, most));
        Assert.True(waits.Max() - waits.Min() > TimeSpan.FromSeconds(0.5), "they do not come all at once");
    }

    private static List<TimeSpan> Waits(Func<TimeSpan> wait) => [.. Enumerable.Range(0, 200).Select(_ => wait())];
}
