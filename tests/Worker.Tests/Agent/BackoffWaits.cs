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
        Assert.Equal(TimeSpan.FromMinutes(3), Backoff.After(0, TimeSpan.FromMinutes(3)));
        Assert.Equal(TimeSpan.FromDays(1), Backoff.After(0, TimeSpan.MaxValue));
        Assert.InRange(Backoff.After(0, TimeSpan.Zero), TimeSpan.FromSeconds(0.75), TimeSpan.FromSeconds(1.25));
    }
}
