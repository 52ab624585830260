namespace Workers.Conversations;

/// <summary>What waits in Redis over all tenants.</summary>
/// <param name="ConversationsWaiting">Conversations whose head can run now and is not running.</param>
/// <param name="QueriesLive">Queries that have not ended, running and postponed ones included.</param>
/// <param name="OldestWait">How long the longest waiting of those heads has waited since it was accepted.</param>
/// <param name="DeadLetters">Failed queries that can be redriven.</param>
/// <param name="DeliveriesPending">Webhooks that are not final.</param>
public sealed record Backlog(
    long ConversationsWaiting, long QueriesLive, TimeSpan OldestWait, long DeadLetters, long DeliveriesPending);
