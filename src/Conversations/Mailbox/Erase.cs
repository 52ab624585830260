using StackExchange.Redis;
using Workers.Conversations.Redis;

namespace Workers.Conversations;

public sealed partial class ConversationStore
{
    private const int ErasedAtOnce = 500;

    /// <summary>Removes a conversation with all that is kept of it; null when there is none. Repeat it when its answer was
    /// lost: what ended long ago goes in steps, and what is live goes in the last one.</summary>
    public async Task<Erasure?> EraseAsync(ConversationRef conversation, CancellationToken cancellation = default)
    {
        var total = new Erasure(0, 0, 0, 0);
        var removed = false;
        while (true)
        {
            var live = await IdsAsync(Keys.Mailbox(conversation), long.MaxValue, cancellation).ConfigureAwait(false);
            var ended = await IdsAsync(Keys.History(conversation), ErasedAtOnce + 1, cancellation).ConfigureAwait(false);
            var last = ended.Length <= ErasedAtOnce;
            var ids = last ? [.. live.Union(ended)] : ended; // an id that could not be read any more may live again
            var result = await RunAsync(
                Scripts.Erase, ErasureKeys(conversation, ids), [last, .. ids.Select(id => (RedisValue)id.ToString())],
                cancellation).ConfigureAwait(false);
            if ((int)result[0] == 3)
                return removed ? total : null;
            if ((int)result[0] == 2)
                continue;
            removed = true;
            total = new Erasure(
                total.Queries + (int)result[1], total.Turns + (int)result[2], total.Deliveries + (int)result[3],
                total.DeadLetters + (int)result[4]);
            if (last)
                return total;
        }
    }

    private async Task<QueryId[]> IdsAsync(RedisKey key, long most, CancellationToken cancellation)
    {
        var ids = await database.SortedSetRangeByRankAsync(key, 0, most == long.MaxValue ? -1 : most - 1)
            .WaitAsync(cancellation).ConfigureAwait(false);
        return [.. ids.Select(id => QueryId.Parse((string)id!))];
    }

    private static RedisKey[] ErasureKeys(ConversationRef conversation, QueryId[] ids)
    {
        var (bucket, tenant) = (conversation.Bucket, conversation.Tenant);
        var byStatus = Enum.GetValues<DeliveryStatus>().Select(status => Keys.Deliveries(bucket, tenant, status));
        return Keys.Of(conversation,
        [
            Keys.Turns(conversation), Keys.Others(conversation), Keys.History(conversation), Keys.Dead(bucket, tenant),
            .. byStatus, .. Keys.OfQueries(ids),
        ]);
    }
}
