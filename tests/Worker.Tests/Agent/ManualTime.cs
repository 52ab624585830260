namespace Workers.Worker.Tests.Agent;

/// <summary>A clock that moves only when it is told.</summary>
internal sealed class ManualTime : TimeProvider
{
    private DateTimeOffset now = DateTimeOffset.UnixEpoch;

    public override DateTimeOffset GetUtcNow() => now;

    public override long GetTimestamp() => now.UtcTicks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public TimeSpan Passed => now - DateTimeOffset.UnixEpoch;

    public void Pass(TimeSpan time) => now += time;
}
