using System.Collections.Concurrent;
using Workers.Conversations;
using Workers.Hosting.Options;

namespace Workers.Worker.Answering;

/// <summary>Renews the leases of this process' turns in batches, tells turns that were cancelled or lost, and drops those that
/// it cannot renew before their leases are over.</summary>
internal sealed class LeaseKeeper(
    ConversationStore store, WorkerOptions options, Drain drain, TimeProvider time, ILogger<LeaseKeeper> log)
    : BackgroundService
{
    // A cancelled turn is told within a second.
    private static readonly TimeSpan LongestInterval = TimeSpan.FromMilliseconds(700);

    private readonly ConcurrentDictionary<long, HeldTurn> held = new();

    private TimeSpan Interval => options.Lease / 4 < LongestInterval ? options.Lease / 4 : LongestInterval;

    /// <summary>Keeps the turn's lease until the turn is disposed.</summary>
    /// <param name="turn">A turn that was just granted.</param>
    /// <param name="askedAt">The time provider's timestamp before it was asked for.</param>
    public HeldTurn Hold(Turn turn, long askedAt)
    {
        var holding = new HeldTurn(this, turn, askedAt, drain, time, log);
        held[turn.Grant.Fence << 6 | (long)turn.Grant.Conversation.Bucket] = holding;
        AnsweringMetrics.InFlight.Set(held.Count);
        return holding;
    }

    public void LetGo(HeldTurn turn)
    {
        held.TryRemove(turn.Grant.Fence << 6 | (long)turn.Grant.Conversation.Bucket, out _);
        AnsweringMetrics.InFlight.Set(held.Count);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(RenewAsync(stoppingToken), WatchAsync(stoppingToken));

    private async Task RenewAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stopping))
            await RenewAllAsync(stopping);
    }

    private async Task RenewAllAsync(CancellationToken stopping)
    {
        var turns = held.Values.ToArray();
        var askedAt = time.GetTimestamp();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        limit.CancelAfter(options.Lease / 4);
        var renewals = await store.RenewAsync([.. turns.Select(turn => turn.Grant)], limit.Token);
        foreach (var (turn, renewal) in turns.Zip(renewals))
            Take(turn, renewal, askedAt);
        if (renewals.Count(renewal => renewal == Renewal.Unknown) is > 0 and var unknown && !stopping.IsCancellationRequested)
            log.RenewalFailed(unknown);
    }

    private static void Take(HeldTurn turn, Renewal renewal, long askedAt)
    {
        if (renewal == Renewal.Lost)
            turn.Drop(DropReason.Lost);
        else if (renewal != Renewal.Unknown)
            turn.RenewedAt = askedAt;
        if (renewal == Renewal.CancelRequested)
            turn.Drop(DropReason.CancelRequested);
    }

    // After a renewal at least two thirds of a lease are left.
    private async Task WatchAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(options.Lease / 20, time);
        while (await timer.WaitForNextTickAsync(stopping))
            foreach (var turn in held.Values)
                if (time.GetElapsedTime(turn.RenewedAt) > options.Lease * 0.55)
                    turn.Drop(DropReason.Unrenewed);
    }
}
