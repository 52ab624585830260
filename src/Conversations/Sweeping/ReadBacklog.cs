using StackExchange.Redis;
using Workers.Conversations.Redis;

namespace Workers.Conversations;

public sealed partial class ConversationStore
{
    /// <summary>Counts what waits, over all buckets; one pipelined round trip. It throws while one node is away:
    /// a sum over the others would look like a backlog that shrinks.</summary>
    /// <param name="tenants">Whose dead letters and deliveries count.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<Backlog> ReadBacklogAsync(IReadOnlyCollection<string> tenants, CancellationToken cancellation = default)
    {
        var buckets = Enumerable.Range(0, Buckets.Count).ToArray();
        var now = NowAsync();
        var waiting = SumAsync(buckets.Select(bucket => database.SortedSetLengthAsync(Keys.Waiting(bucket))));
        var live = Task.WhenAll(buckets.Select(bucket => database.HashValuesAsync(Keys.Counts(bucket))));
        var oldest = Task.WhenAll(buckets.Select(bucket => database.SortedSetRangeByRankWithScoresAsync(Keys.Waiting(bucket), 0, 0)));
        var dead = SumAsync(buckets.SelectMany(bucket =>
            tenants.Select(tenant => database.SortedSetLengthAsync(Keys.Dead(bucket, tenant)))));
        var pending = SumAsync(buckets.SelectMany(bucket =>
            tenants.Select(tenant => database.SortedSetLengthAsync(Keys.Deliveries(bucket, tenant, DeliveryStatus.Pending)))));
        await Task.WhenAll(now, waiting, live, oldest, dead, pending).WaitAsync(cancellation).ConfigureAwait(false);

        var first = (await oldest.ConfigureAwait(false)).SelectMany(entries => entries).Select(entry => entry.Score)
            .DefaultIfEmpty(double.MaxValue).Min();
        var wait = Math.Max(0, await now.ConfigureAwait(false) - first);
        return new Backlog(
            await waiting.ConfigureAwait(false),
            (await live.ConfigureAwait(false)).SelectMany(counts => counts).Sum(count => (long)count),
            TimeSpan.FromMilliseconds(wait), await dead.ConfigureAwait(false), await pending.ConfigureAwait(false));
    }

    /// <summary>The conversations of a bucket whose head can run now and is not running; nothing of them is changed.</summary>
    internal async Task<DueBatch> ReadWaitingAsync(
        int bucket, CancellationToken cancellation = default)
    {
        var now = (long)await NowAsync().WaitAsync(cancellation).ConfigureAwait(false);
        var names = await database.SortedSetRangeByRankAsync(Keys.Waiting(bucket)).WaitAsync(cancellation)
            .ConfigureAwait(false);
        return new DueBatch(now, 0, 0, [.. names.Select(name => ConversationRef.Parse((string)name!))], []);
    }

    private async Task<double> NowAsync()
    {
        var time = (RedisResult[])(await database.ExecuteAsync("TIME").ConfigureAwait(false))!;
        return (double)time[0] * 1000 + (double)time[1] / 1000;
    }

    private static async Task<long> SumAsync(IEnumerable<Task<long>> counts) =>
        (await Task.WhenAll(counts).ConfigureAwait(false)).Sum();
}
