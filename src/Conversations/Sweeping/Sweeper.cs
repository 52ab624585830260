using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Workers.Contracts;
using Workers.Conversations.Redis;

namespace Workers.Conversations;

/// <summary>Sweeps twice a second, in every process: whatever waits for somebody to look at it is looked at, and its hint is
/// published again.</summary>
internal sealed class Sweeper(ConversationStore store, IHintQueue hints, TimeProvider time, ILogger<Sweeper> log)
    : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // What an earlier process had published into a queue of its own is gone with it.
    private static readonly TimeSpan CatchUpWithin = TimeSpan.FromMinutes(2);

    private readonly HashSet<int> asleep = hints.StartsEmpty ? [.. Enumerable.Range(0, Buckets.Count)] : [];

    private bool wasReachable = true;
    private IReadOnlyList<string> behind = [];
    private long behindSince;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        var failing = false;
        do
        {
            using var bound = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            bound.CancelAfter(Patience);
            var left = await SweepAsync(bound.Token).ConfigureAwait(false);
            if (stoppingToken.IsCancellationRequested)
                return;
            if (left is not null && !failing)
                SweeperLog.Unfinished(log, left.GetType().Name);
            else if (left is null && failing)
                SweeperLog.FinishedAgain(log);
            failing = left is not null;
        }
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }

    /// <summary>Why something was left for the next time; null when nothing was.</summary>
    private async Task<Exception?> SweepAsync(CancellationToken cancellation)
    {
        var sweep = new Sweep(store, hints, cancellation);
        foreach (var bucket in asleep.ToArray())
            if (await sweep.WakeAsync(bucket).ConfigureAwait(false))
                asleep.Remove(bucket);
        if (IsBehind())
            behind = await sweep.CatchUpAsync(behind).ConfigureAwait(false);
        await sweep.RunAsync().ConfigureAwait(false);
        return sweep.Outage;
    }

    /// <summary>True after the queues were away, until what each lost by that has been published again.</summary>
    private bool IsBehind()
    {
        var isReachable = hints.IsReachable;
        if (isReachable && !wasReachable)
            (behind, behindSince) = ([QueueNames.Queries, QueueNames.Replies], time.GetTimestamp());
        else if (time.GetElapsedTime(behindSince) > CatchUpWithin)
            behind = [];
        wasReachable = isReachable;
        return isReachable && behind.Count > 0;
    }
}
