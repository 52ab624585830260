namespace Workers.Hosting.Tests.Messaging;

/// <summary>A clock that can be moved on; its timers fire when they are passed. Its wall clock runs as it likes.</summary>
internal sealed class SkippingTime : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<Timer> _timers = [];
    private TimeSpan _elapsed;

    public TimeSpan Elapsed => _elapsed;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _elapsed.Ticks;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + (1000 * _elapsed);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(() => callback(state));
        lock (_gate)
            _timers.Add(timer);
        return timer;
    }

    public void Skip(TimeSpan span)
    {
        Timer[] due;
        lock (_gate)
        {
            _elapsed += span;
            due = [.. _timers];
        }

        foreach (var timer in due)
            timer.Fire();
    }

    // Every skip is a whole period of the one timer that is tested.
    private sealed class Timer(Action fire) : ITimer
    {
        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
