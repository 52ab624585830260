using Workers.Contracts;
using Workers.Conversations.Redis;

namespace Workers.Conversations;

/// <summary>One pass over the buckets. A Redis node that does not answer costs the buckets of other nodes nothing, and while
/// the queue cannot be reached, what must end still ends.</summary>
internal sealed class Sweep(ConversationStore store, IHintQueue hints, CancellationToken cancellation)
{
    private const int AtOnce = 100;
    private const int AtOnceAhead = 500;
    private const int LooksAtOnce = 32; // whoever else asks Redis waits for all of them

    // A look ends up to a hundred queries; a mailbox that expires as a whole must not wait for ten sweeps.
    private const int LooksInARow = 20;

    // The longest pause between two looks at what waits: look.lua's LAST_LOOK.
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    // What must end waits neither for a look into the queue nor for a publish that hangs.
    private static readonly TimeSpan QueuesSilence = TimeSpan.FromSeconds(1);

    /// <summary>Why a part was left out.</summary>
    public Exception? Outage { get; private set; }

    /// <summary>Looks at all that is due.</summary>
    public Task RunAsync() => RunAsync(AtOnce, TimeSpan.Zero);

    /// <summary>Looks at once at what would have been looked at within a minute, as soon as one of the queues is empty: what
    /// was to be published while it was away is not in it. Gives the queues that are not empty.</summary>
    public async Task<IReadOnlyList<string>> CatchUpAsync(IReadOnlyList<string> behind)
    {
        var full = new List<string>();
        foreach (var queue in behind)
            if (!await IsDrainedAsync(queue).ConfigureAwait(false))
                full.Add(queue);
        if (full.Count < behind.Count)
            await RunAsync(AtOnceAhead, LongestPause).ConfigureAwait(false);
        return full;
    }

    private async Task RunAsync(int most, TimeSpan ahead)
    {
        var taken = await Task.WhenAll(Enumerable.Range(0, Buckets.Count).Select(bucket =>
            AnswerOfAsync(store.TakeDueAsync(bucket, most, ahead, cancellation)))).ConfigureAwait(false);
        var batches = taken.OfType<DueBatch>().ToArray();
        var seeing = SeeAsync(
            QueueNames.Queries, batches.Where(batch => batch.Conversations.Count > 0), batches.Select(batch => batch.QueriesServed));
        var replies = await SeeAsync(
                QueueNames.Replies, batches.Where(batch => batch.Deliveries.Count > 0), batches.Select(batch => batch.RepliesServed))
            .ConfigureAwait(false);
        var queries = await seeing.ConfigureAwait(false);
        await PublishAsync(batches.SelectMany(batch =>
            batch.Conversations.Select(due => store.LookAsync(due, queries, cancellation))
                .Concat(batch.Deliveries.Select(due => store.LookDeliveryAsync(due, replies, cancellation)))))
            .ConfigureAwait(false);
    }

    /// <summary>Looks at all conversations of a bucket that wait, due or not; false when it has to be repeated.</summary>
    public async Task<bool> WakeAsync(int bucket)
    {
        if (await AnswerOfAsync(store.ReadWaitingAsync(bucket, cancellation)).ConfigureAwait(false) is not { } found)
            return false;
        var sight = new QueueSight(DrainedAt: long.MaxValue, ServedUpTo: 0, IsReachable: true); // and so it stays: all is lost
        await PublishAsync(found.Conversations.Select(waiting => store.LookAsync(waiting, sight, cancellation)))
            .ConfigureAwait(false);
        return true;
    }

    private async Task<QueueSight> SeeAsync(string queue, IEnumerable<DueBatch> due, IEnumerable<long> served)
    {
        var takenAt = due.Select(batch => batch.TakenAt).DefaultIfEmpty(0).Min();
        var reachable = hints.IsReachable;
        var drained = takenAt > 0 && reachable && await IsDrainedAsync(queue).ConfigureAwait(false);
        return new QueueSight(drained ? takenAt : 0, served.DefaultIfEmpty(0).Max(), reachable);
    }

    private async Task<bool> IsDrainedAsync(string queue)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bound.CancelAfter(QueuesSilence);
        try
        {
            return await hints.IsDrainedAsync(queue, bound.Token).ConfigureAwait(false);
        }
        catch (Exception failure) // whatever a dying broker makes its client throw
        {
            if (failure is not OperationCanceledException)
                Outage = failure;
            return false;
        }
    }

    private async Task PublishAsync(IEnumerable<Task<DueLook>> looks)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        foreach (var some in looks.Chunk(LooksAtOnce))
            await Task.WhenAll(some.Select(look => PublishAsync(look, silence))).ConfigureAwait(false);
    }

    private async Task PublishAsync(Task<DueLook> looking, CancellationTokenSource silence)
    {
        for (var looks = 1; await AnswerOfAsync(looking).ConfigureAwait(false) is { Kind: { } kind } look; looks++)
        {
            if (!hints.IsReachable || await IsPublishedAsync(look.Handover, silence).ConfigureAwait(false))
                SweeperMetrics.Sweeps.WithLabels(kind).Inc();
            if (look.Again is null || looks == LooksInARow)
                return;
            looking = look.Again();
        }
    }

    private async Task<bool> IsPublishedAsync(Handover handover, CancellationTokenSource silence)
    {
        silence.CancelAfter(QueuesSilence); // anew with each hint: many of them may take their time together
        try
        {
            await handover.PublishAsync(hints, silence.Token).ConfigureAwait(false);
            return true;
        }
        catch (Exception failure) // whatever a dying broker makes its client throw; due times repair it
        {
            Outage = failure;
            return false;
        }
    }

    private async Task<T?> AnswerOfAsync<T>(Task<T> asked)
        where T : class
    {
        try
        {
            return await asked.ConfigureAwait(false);
        }
        catch (Exception outage) when (StoreOutage.Covers(outage) || outage is OperationCanceledException)
        {
            Outage = outage;
            return null;
        }
    }
}
