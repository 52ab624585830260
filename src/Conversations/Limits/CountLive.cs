using Workers.Conversations.Redis;

namespace Workers.Conversations;

public sealed partial class ConversationStore
{
    /// <summary>How many queries of a tenant have not ended, over all buckets; one pipelined round trip.</summary>
    public async Task<long> CountLiveAsync(string tenant, CancellationToken cancellation = default)
    {
        var counts = Enumerable.Range(0, Buckets.Count)
            .Select(bucket => database.HashGetAsync(Keys.Counts(bucket), tenant));
        return (await Task.WhenAll(counts).WaitAsync(cancellation).ConfigureAwait(false)).Sum(count => (long)count);
    }
}
