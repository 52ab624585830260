using Workers.Conversations.Redis;

namespace Workers.Conversations;

public sealed partial class ConversationStore
{
    private static readonly TimeSpan LongestWaitForEarlier = TimeSpan.FromMinutes(15);

    // Who waits for the one before waits for all before it: far back there is nothing that is not final or too old.
    private const int LooksBack = 100;

    /// <summary>Whether a delivery of the same conversation whose query ended before, in the last 15 minutes, is not
    /// final yet.</summary>
    public async Task<bool> IsBehindAsync(DeliveryAttempt attempt, CancellationToken cancellation = default)
    {
        var (id, ended) = (attempt.Query, attempt.Ended);
        var conversation = new ConversationRef(ended.Tenant, ended.Content.ConversationId);
        var found = await database.ScriptEvaluateAsync(
                Scripts.ReadEarlier,
                [Keys.History(conversation), Keys.Deliveries(id.Bucket, ended.Tenant, DeliveryStatus.Pending)],
                [id.ToString(), Clock.Milliseconds(LongestWaitForEarlier), LooksBack])
            .WaitAsync(cancellation).ConfigureAwait(false);
        return (int)found == 1;
    }
}
