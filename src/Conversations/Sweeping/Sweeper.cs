using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Workers.Contracts;
using Workers.Conversations.Redis;

namespace Workers.Conversations;

/// <summary>Looks after due times, in every process: whatever waits for somebody to look at it is looked at, and its hint
/// is published again. While the queue cannot be reached it still ends what must end.</summary>
internal sealed class Sweeper(ConversationStore store, IHintQueue hints, TimeProvider time, ILogger<Sweeper> log)
    : BackgroundService
{
    private const int AtOnce = 200;
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        var (failing, awake) = (false, !hints.StartsEmpty);
        do
        {
            try
            {
                using var bound = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
                bound.CancelAfter(Patience);
                if (!awake)
                    await WakeAsync(bound.Token).ConfigureAwait(false);
                awake = true;
                await SweepAsync(bound.Token).ConfigureAwait(false);
                if (failing)
                    SweeperLog.StoreIsBack(log);
                failing = false;
            }
            catch (Exception exception) when (IsPassing(exception) && !stoppingToken.IsCancellationRequested)
            {
                if (!failing)
                    SweeperLog.SweepFailed(log, exception.GetType().Name);
                failing = true;
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }

    /// <summary>One pass over all buckets.</summary>
    public async Task SweepAsync(CancellationToken cancellation)
    {
        var batches = await Task.WhenAll(
            Enumerable.Range(0, Buckets.Count).Select(bucket => store.TakeDueAsync(bucket, AtOnce, cancellation)))
            .ConfigureAwait(false);
        var seeing = SeeAsync(QueueNames.Queries, batches.Where(batch => batch.Conversations.Count > 0), cancellation);
        var replies = await SeeAsync(QueueNames.Replies, batches.Where(batch => batch.Deliveries.Count > 0), cancellation)
            .ConfigureAwait(false);
        var queries = await seeing.ConfigureAwait(false);
        var looks = batches.SelectMany(batch =>
            batch.Conversations.Select(conversation => store.LookAsync(conversation, queries, cancellation))
                .Concat(batch.Deliveries.Select(delivery => store.LookDeliveryAsync(delivery, replies, cancellation))));
        await Task.WhenAll(looks.Select(look => PublishAsync(look, cancellation))).ConfigureAwait(false);
    }

    /// <summary>Looks at all that waits, due or not: what an earlier process had published is gone with it.</summary>
    private async Task WakeAsync(CancellationToken cancellation)
    {
        for (var bucket = 0; bucket < Buckets.Count; bucket++)
        {
            var (now, waiting) = await store.ReadWaitingAsync(bucket, cancellation).ConfigureAwait(false);
            var looks = waiting.Select(conversation =>
                store.LookAsync(conversation, new QueueSight(now, IsReachable: true), cancellation));
            await Task.WhenAll(looks.Select(look => PublishAsync(look, cancellation))).ConfigureAwait(false);
        }
    }

    private async Task PublishAsync(Task<DueLook> looking, CancellationToken cancellation)
    {
        var look = await looking.ConfigureAwait(false);
        if (look.Kind is null)
            return;
        SweeperMetrics.Sweeps.WithLabels(look.Kind).Inc();
        if (hints.IsReachable)
            await look.Handover.PublishAsync(hints, cancellation).ConfigureAwait(false);
    }

    private async Task<QueueSight> SeeAsync(string queue, IEnumerable<DueBatch> due, CancellationToken cancellation)
    {
        var takenAt = due.Select(batch => batch.TakenAt).DefaultIfEmpty(0).Min();
        var reachable = hints.IsReachable;
        var drained = takenAt > 0 && reachable && await hints.IsDrainedAsync(queue, cancellation).ConfigureAwait(false);
        return new QueueSight(drained ? takenAt : 0, reachable);
    }

    private static bool IsPassing(Exception exception) =>
        StoreOutage.Covers(exception) || exception is OperationCanceledException || exception is AggregateException;
}
