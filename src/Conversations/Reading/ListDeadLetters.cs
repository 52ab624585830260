using StackExchange.Redis;
using Workers.Conversations.Redis;

namespace Workers.Conversations;

public sealed partial class ConversationStore
{
    /// <summary>The tenant's failed queries, newest first.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="limit">How many at most, from 1.</param>
    /// <param name="after">Where the page before ended; null for the first page.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<Page<QueryView>> ListDeadLettersAsync(
        string tenant, int limit, PageCursor? after, CancellationToken cancellation = default)
    {
        var keys = Enumerable.Range(0, Buckets.Count).Select(bucket => Keys.Dead(bucket, tenant));
        var (ids, next) = await PageAsync(keys, limit, after, cancellation).ConfigureAwait(false);
        var views = await Task.WhenAll(ids.Select(id => ReadQueryAsync(tenant, id, cancellation))).ConfigureAwait(false);
        return new Page<QueryView>([.. views.OfType<QueryView>()], next);
    }

    /// <summary>Merges the newest of several sets that are sorted by time; one pipelined round trip.</summary>
    private async Task<(IReadOnlyList<QueryId> Ids, PageCursor? Next)> PageAsync(
        IEnumerable<RedisKey> keys, int limit, PageCursor? after, CancellationToken cancellation)
    {
        var reading = keys.SelectMany(key => Newest(key, limit, after)).ToArray();
        var found = await Task.WhenAll(reading).WaitAsync(cancellation).ConfigureAwait(false);
        var sorted = found.SelectMany(entries => entries)
            .Select(entry => new PageCursor((long)entry.Score, QueryId.Parse((string)entry.Element!)))
            .DistinctBy(entry => entry.Id) // what moves from one set to another while they are read
            .Where(entry => after is not { } last || IsOlder(entry, last))
            .OrderByDescending(entry => entry.At).ThenByDescending(entry => entry.Id.ToString(), StringComparer.Ordinal)
            .Take(limit + 1).ToArray();
        var page = sorted.Take(limit).ToArray();
        return ([.. page.Select(entry => entry.Id)], sorted.Length > limit ? page[^1] : null);
    }

    // Those of the cursor's very millisecond are read apart: more of them than fit on a page may stand before it.
    private IEnumerable<Task<SortedSetEntry[]>> Newest(RedisKey key, int limit, PageCursor? after)
    {
        if (after is { } last)
            yield return database.SortedSetRangeByScoreWithScoresAsync(key, last.At, last.At);
        yield return database.SortedSetRangeByScoreWithScoresAsync(
            key, double.NegativeInfinity, after?.At ?? double.PositiveInfinity,
            after is null ? Exclude.None : Exclude.Stop, Order.Descending, 0, limit + 1);
    }

    private static bool IsOlder(PageCursor entry, PageCursor last) => entry.At < last.At
        || (entry.At == last.At && string.CompareOrdinal(entry.Id.ToString(), last.Id.ToString()) < 0);
}
