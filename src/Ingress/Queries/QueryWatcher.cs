using System.Collections.Concurrent;
using Workers.Conversations;
using Workers.Conversations.Redis;
using Workers.Ingress.Problems;

namespace Workers.Ingress.Queries;

/// <summary>
/// Looks after all queries whose callers wait, for their end or for every change: each tick reads how far they are in one
/// batch, and those that have moved once, however many wait for them.
/// </summary>
internal sealed partial class QueryWatcher(
    ConversationStore store, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<QueryWatcher> log)
    : BackgroundService
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);
    private readonly ConcurrentDictionary<QueryWatch, byte> _watches = new();

    /// <summary>Begins to wait for what comes after a query as it was read; dispose it to end the wait.</summary>
    public QueryWatch Watch(QueryView query)
    {
        var watch = new QueryWatch(query, ended => _watches.TryRemove(ended, out _));
        _watches[watch] = 0;
        return watch;
    }

    /// <summary>
    /// The query as it stands when it has ended, when the time is over, or when the host stops; null: it is gone.
    /// </summary>
    public async Task<QueryView?> WaitForEndAsync(QueryView query, TimeSpan wait, CancellationToken cancellation)
    {
        using var watch = Watch(query);
        using var over = new CancellationTokenSource(wait, time);
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(
            over.Token, cancellation, lifetime.ApplicationStopping);
        while (await watch.MovesAsync(bound.Token))
        {
            if (watch.Current is null || watch.Current.Status.HasEnded())
                return watch.Current;
        }

        return await store.ReadQueryAsync(query.Tenant, query.Id, cancellation)
            .WaitAsync(ProblemPages.StoreBudget, cancellation);
    }

    /// <summary>Looks once at everything that somebody waits for.</summary>
    internal async Task LookAsync(CancellationToken stopping)
    {
        var watched = _watches.Keys.ToLookup(watch => watch.Query.Id);
        if (watched.Count == 0)
            return;
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        bound.CancelAfter(ProblemPages.StoreBudget);
        var versions = await store.ReadVersionsAsync(watched.Select(watches => watches.First().Query), bound.Token);
        await Task.WhenAll(versions
            .Select(found => watched[found.Key].Where(watch => watch.IsBehind(found.Value)).ToArray())
            .Where(behind => behind.Length > 0)
            .Select(behind => TellAsync(behind, bound.Token)));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var tick = new PeriodicTimer(Tick, time);
        while (await tick.WaitForNextTickAsync(stoppingToken))
            await LookAsync(stoppingToken);
    }

    private async Task TellAsync(QueryWatch[] behind, CancellationToken bound)
    {
        var query = behind[0].Query;
        try
        {
            var news = await store.ReadQueryAsync(query.Tenant, query.Id, bound);
            foreach (var watch in behind)
                watch.Tell(news);
        }
        catch (Exception failure)
        {
            // The next tick looks again; who waits for an end reads for himself when his time is over, and is told.
            if (!StoreOutage.Covers(failure) && !bound.IsCancellationRequested
                && behind.Where(watch => watch.FailsFirst()).ToList() is not [])
                NotRead(log, query.Id, failure);
        }
    }

    [LoggerMessage(1, LogLevel.Error, "{QueryId} cannot be read; its callers are told when their time is over")]
    private static partial void NotRead(ILogger log, QueryId queryId, Exception failure);
}
