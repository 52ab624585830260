using Workers.Conversations;

namespace Workers.Worker.Delivery;

/// <summary>Records what became of an attempt, and repeats it while Redis is away.</summary>
internal sealed class AttemptEnder(
    ConversationStore store, StoreRetry redis, AddressSwitch switches, ILogger<AttemptEnder> log)
{
    public Task EndAsync(DeliveryAttempt attempt, Outcome outcome, HoldBudget budget) => outcome switch
    {
        // Both at once: neither waits for the other while the lease runs out, and a tenant who sees the end sees both.
        Outcome.Ended ended => Task.WhenAll(
            switches.NoteAsync(attempt, ended, budget.ForEnd), EndAsync(attempt, ended.Result, budget.ForEnd)),
        Outcome.Deferred deferred => DeferAsync(attempt, deferred.Wait, budget.ForEnd),
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    };

    private async Task EndAsync(DeliveryAttempt attempt, DeliveryResult result, TimeSpan patience)
    {
        var isEnded = await redis.UntilAnsweredAsync<bool?>(
            async cancellation => await store.EndDeliveryAsync(attempt, result, cancellation), patience);
        if (isEnded is null)
            log.StoreAway("end");
        if (isEnded is false)
            log.Superseded(attempt.Attempt);
        DeliveryMetrics.Attempted(result, isEnded is true);
        log.Attempted(attempt.Attempt, result);
    }

    private async Task DeferAsync(DeliveryAttempt attempt, TimeSpan wait, TimeSpan patience)
    {
        // Refused is as good: somebody else has it, or it is given back already.
        var isAnswered = await redis.UntilAnsweredAsync<bool?>(
            async cancellation => await store.DeferDeliveryAsync(attempt, wait, cancellation), patience) is not null;
        if (!isAnswered)
            log.StoreAway("defer");
        DeliveryMetrics.Deferred();
        log.Deferred(attempt.Attempt, wait);
    }
}
