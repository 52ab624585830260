using Workers.Conversations;

namespace Workers.Worker.Answering;

/// <summary>Why a turn was dropped before its model answered.</summary>
internal enum DropReason
{
    /// <summary>It was not dropped.</summary>
    None,

    /// <summary>It belongs to somebody else, or has ended.</summary>
    Lost,

    /// <summary>Its tenant cancelled it.</summary>
    CancelRequested,

    /// <summary>The query's <c>expiresAt</c> has passed.</summary>
    Expired,

    /// <summary>Its lease could not be renewed and is about to be over.</summary>
    Unrenewed,

    /// <summary>The process stops and has no time left for it.</summary>
    Draining,
}

/// <summary>A turn that this process runs, for as long as its lease is known to last.</summary>
internal sealed class HeldTurn : IDisposable
{
    private readonly LeaseKeeper keeper;
    private readonly ILogger log;
    private readonly CancellationTokenSource dropped = new();
    private readonly ITimer? expiry;
    private readonly CancellationTokenRegistration draining;
    private int reason;

    public HeldTurn(LeaseKeeper keeper, Turn turn, long begunAt, Drain drain, TimeProvider time, ILogger log)
    {
        (this.keeper, this.log) = (keeper, log);
        Grant = turn.Grant;
        RenewedAt = begunAt;
        Token = dropped.Token;
        draining = drain.Over.Register(() => Drop(DropReason.Draining));
        if (turn.Query.ExpiresAt is { } expires)
            expiry = time.CreateTimer(
                _ => Drop(DropReason.Expired), null, Within(expires - turn.BegunAt), Timeout.InfiniteTimeSpan);
    }

    public Grant Grant { get; }

    /// <summary>Cancelled when the turn is dropped.</summary>
    public CancellationToken Token { get; }

    public DropReason Reason => (DropReason)Volatile.Read(ref reason);

    /// <summary>When the last renewal that succeeded was sent; a timestamp of the time provider.</summary>
    public long RenewedAt { get; set; }

    /// <summary>Ends the model call; the first reason stands. What the client then does is not waited for: whoever
    /// drops a turn looks after all others.</summary>
    public void Drop(DropReason why)
    {
        if (Interlocked.CompareExchange(ref reason, (int)why, (int)DropReason.None) == (int)DropReason.None)
            Surprises(dropped.CancelAsync());
    }

    public void Dispose()
    {
        keeper.LetGo(this);
        draining.Dispose();
        expiry?.Dispose();
    }

    private void Surprises(Task callbacks) => callbacks.ContinueWith(
        ended => log.Surprised(ended.Exception!), CancellationToken.None,
        TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);

    // A timer takes at most 49 days.
    private static TimeSpan Within(TimeSpan wait) =>
        wait < TimeSpan.Zero ? TimeSpan.Zero : wait < TimeSpan.FromDays(40) ? wait : Timeout.InfiniteTimeSpan;
}
