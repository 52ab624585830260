namespace Workers.Worker.Tests.Answering;

/// <summary>A clock on which spans last as long as the test says; timers run as ever.</summary>
internal sealed class StoppedClock : TimeProvider
{
    private long _ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref _ticks);

    public void Advance(TimeSpan span) => Interlocked.Add(ref _ticks, span.Ticks);
}
