namespace Workers.Worker.Tests.Agent;

/// <summary>A clock that moves only when it is told; what it shows can be set, as an operator sets a wall clock.</summary>
internal sealed class ManualTime : TimeProvider
{
    private TimeSpan passed;
    private TimeSpan set;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + passed + set;

    public override long GetTimestamp() => passed.Ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public TimeSpan Passed => passed;

    public void Pass(TimeSpan time) => passed += time;

    public void Set(TimeSpan forward) => set += forward;
}
