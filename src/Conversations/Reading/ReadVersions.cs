using StackExchange.Redis;
using Workers.Conversations.Redis;

namespace Workers.Conversations;

public sealed partial class ConversationStore
{
    private const int VersionsAtOnce = 500;

    /// <summary>How far queries that were read before are now: the version of each, 0 when it is not live (any more); one
    /// script for each bucket, which reads no text. A node that does not answer leaves out what it has and costs the others
    /// nothing.</summary>
    public async Task<IReadOnlyDictionary<QueryId, long>> ReadVersionsAsync(
        IEnumerable<QueryView> queries, CancellationToken cancellation = default)
    {
        var batches = queries.DistinctBy(query => query.Id)
            .GroupBy(query => query.Id.Bucket).SelectMany(bucket => bucket.Chunk(VersionsAtOnce));
        var read = await Task.WhenAll(batches.Select(batch => TryReadAsync(batch, cancellation))).ConfigureAwait(false);
        return read.SelectMany(versions => versions).ToDictionary();
    }

    private async Task<IEnumerable<KeyValuePair<QueryId, long>>> TryReadAsync(
        QueryView[] batch, CancellationToken cancellation)
    {
        RedisKey[] keys = [Keys.Bucket(batch[0].Id.Bucket), .. batch.SelectMany(KeysOf)];
        RedisValue[] ids = [.. batch.Select(query => (RedisValue)query.Id.ToString())];
        try
        {
            var found = await RunAsync(Scripts.ReadVersions, keys, ids, cancellation).ConfigureAwait(false);
            return batch.Select((query, i) => KeyValuePair.Create(
                query.Id, VersionOf((int)found[2 * i], (int)found[2 * i + 1])));
        }
        catch (Exception outage) when (StoreOutage.Covers(outage) || outage is OperationCanceledException)
        {
            return [];
        }
    }

    private static RedisKey[] KeysOf(QueryView query)
    {
        var conversation = new ConversationRef(query.Tenant, query.Content.ConversationId);
        return [Keys.State(conversation), Keys.Mailbox(conversation)];
    }

    private static long VersionOf(int status, int runs) => status switch
    {
        1 => QueryStatus.Queued.Version(runs),
        2 => QueryStatus.Running.Version(runs),
        _ => 0,
    };
}
