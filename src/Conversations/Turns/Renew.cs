using StackExchange.Redis;
using Workers.Conversations.Redis;

namespace Workers.Conversations;

public sealed partial class ConversationStore
{
    /// <summary>Extends the leases of all given grants, one script for each bucket; the answers are in the grants' order.</summary>
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
            var verdicts = await RunAsync(Scripts.Renew, keys, [.. arguments], cancellation).ConfigureAwait(false);
            foreach (var (i, verdict) in indices.Zip(verdicts))
                renewals[i] = (Renewal)(int)verdict;
        }
    }
}
