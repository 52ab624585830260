using System.Collections.Concurrent;
using Workers.Conversations;
using Workers.Conversations.Redis;
using Workers.Ingress.Problems;

namespace Workers.Ingress.Queries;

/// <summary>
/// Looks after all queries whose callers wait: every tick it reads each of them once, however many wait for it, and
/// all of them side by side, which is one pipeline. A stopping host lets all waiters go at once.
/// </summary>
internal sealed partial class QueryWatcher(
    ConversationStore store, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<QueryWatcher> log)
    : BackgroundService
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);
    private readonly ConcurrentDictionary<Waiter, byte> _waiters = new();

    /// <summary>
    /// The query as it stands when it has ended, when the time is over, or when the host stops; null: it is gone.
    /// </summary>
    public async Task<QueryView?> WaitAsync(QueryView query, TimeSpan wait, CancellationToken cancellation)
    {
        using var over = new CancellationTokenSource(wait, time);
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(
            over.Token, cancellation, lifetime.ApplicationStopping);
        var waiter = new Waiter(query.Tenant, query.Id);
        _waiters[waiter] = 0;
        try
        {
            return await waiter.Ended.Task.WaitAsync(bound.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return await store.ReadQueryAsync(query.Tenant, query.Id, cancellation)
                .WaitAsync(ProblemPages.StoreBudget, cancellation);
        }
        finally
        {
            _waiters.TryRemove(waiter, out _);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var tick = new PeriodicTimer(Tick, time);
        while (await tick.WaitForNextTickAsync(stoppingToken))
            await Task.WhenAll(_waiters.Keys.GroupBy(waiter => (waiter.Tenant, waiter.Id))
                .Select(waiters => LookAsync(waiters.Key.Tenant, waiters.Key.Id, waiters, stoppingToken)));
    }

    private async Task LookAsync(string tenant, QueryId id, IEnumerable<Waiter> waiters, CancellationToken stopping)
    {
        try
        {
            var view = await store.ReadQueryAsync(tenant, id, stopping);
            if (view is not null && !view.Status.HasEnded())
                return;
            foreach (var waiter in waiters)
                waiter.Ended.TrySetResult(view);
        }
        catch (Exception failure) when (!stopping.IsCancellationRequested)
        {
            // The next tick looks again; a waiter whose time is over reads for itself and is told of the outage.
            if (!StoreOutage.Covers(failure) && waiters.Where(waiter => waiter.FailsFirst()).ToList() is not [])
                NotRead(log, id, failure);
        }
    }

    [LoggerMessage(1, LogLevel.Error, "{QueryId} cannot be read; its callers are told when their time is over")]
    private static partial void NotRead(ILogger log, QueryId queryId, Exception failure);

    private sealed class Waiter(string tenant, QueryId id)
    {
        private bool _hasFailed;

        public string Tenant => tenant;

        public QueryId Id => id;

        public TaskCompletionSource<QueryView?> Ended { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>True the first time: what goes wrong at every tick is logged once.</summary>
        public bool FailsFirst() => !_hasFailed && (_hasFailed = true);
    }
}
