using StackExchange.Redis;
using Workers.Conversations.Redis;

namespace Workers.Conversations;

public sealed partial class ConversationStore
{
    /// <summary>Extends the leases of all given grants, one script for each bucket; the answers are in the grants' order.
    /// A node that does not answer leaves those of its buckets unknown and costs the others nothing.</summary>
    public async Task<IReadOnlyList<Renewal>> RenewAsync(
        IReadOnlyList<Grant> grants, CancellationToken cancellation = default)
    {
        var renewals = new Renewal[grants.Count];
        var buckets = Enumerable.Range(0, grants.Count).GroupBy(i => grants[i].Conversation.Bucket);
        await Task.WhenAll(buckets.Select(RenewBucketAsync)).ConfigureAwait(false);
        return renewals;

        async Task RenewBucketAsync(IGrouping<int, int> indices)
        {
            var mine = indices.Select(i => grants[i]).ToArray();
            RedisKey[] keys = [Keys.Due(indices.Key), .. mine.SelectMany(grant => Keys.Renewed(grant.Conversation))];
            var arguments = new List<RedisValue>(1 + 2 * mine.Length) { Clock.Milliseconds(settings.Lease) };
            foreach (var grant in mine)
                arguments.AddRange([grant.Epoch, grant.Fence]);
            var verdicts = await TryAsync(keys, [.. arguments]).ConfigureAwait(false);
            foreach (var (i, at) in indices.Select((i, at) => (i, at)))
                renewals[i] = verdicts is null ? Renewal.Unknown : (Renewal)(int)verdicts[at];
        }

        async Task<RedisResult[]?> TryAsync(RedisKey[] keys, RedisValue[] arguments)
        {
            try
            {
                return await RunAsync(Scripts.Renew, keys, arguments, cancellation).ConfigureAwait(false);
            }
            catch (Exception outage) when (StoreOutage.Covers(outage) || outage is OperationCanceledException)
            {
                return null;
            }
        }
    }
}
