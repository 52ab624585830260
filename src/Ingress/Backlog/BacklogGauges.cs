using Prometheus;
using Workers.Conversations;
using Workers.Conversations.Redis;
using Workers.Hosting.Options;

namespace Workers.Ingress.Backlog;

/// <summary>
/// What waits, counted from the store every few seconds; a figure that is not known is not served. What is counted by
/// tenant is counted for a few of them each time, so that the cost of a look does not grow with their number: these
/// figures are older the more tenants there are.
/// </summary>
internal sealed partial class BacklogGauges(
    ConversationStore store, TenantsOptions tenants, TimeProvider time, ILogger<BacklogGauges> log) : BackgroundService
{
    /// <summary>A look is three commands for each bucket, and two more for each of these tenants.</summary>
    internal const int TenantsAtOnce = 10;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);

    private static readonly Gauge Conversations =
        Create("workers_conversations_waiting", "Conversations whose head can run now and does not run.");
    private static readonly Gauge Queries =
        Create("workers_queries_waiting", "Queries that have not ended, running and postponed ones included.");
    private static readonly Gauge OldestWait =
        Create("workers_oldest_wait_seconds", "Age of the oldest head that can run now and does not run.");
    private static readonly Gauge DeadLetters = Create(
        "workers_dead_letters", "Failed queries that can be redriven; counted for ten tenants every 3 s, in turn.");
    private static readonly Gauge Deliveries = Create(
        "workers_deliveries_pending", "Webhooks that are not final; counted for ten tenants every 3 s, in turn.");
    private static readonly Gauge[] All = [Conversations, Queries, OldestWait, DeadLetters, Deliveries];

    private readonly string[][] _groups =
        tenants.ById.Count == 0 ? [[]] : [.. tenants.ById.Keys.Chunk(TenantsAtOnce)];
    private readonly Dictionary<int, Workers.Conversations.Backlog> _known = [];
    private int _turn;
    private bool _isFailing;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var tick = new PeriodicTimer(Interval, time);
        do
        {
            await SampleAsync(stoppingToken);
        }
        while (await tick.WaitForNextTickAsync(stoppingToken));
    }

    private async Task SampleAsync(CancellationToken stopping)
    {
        try
        {
            var backlog = await store.ReadBacklogAsync(_groups[_turn], stopping).WaitAsync(Bound, time, stopping);
            _known[_turn] = backlog;
            _turn = (_turn + 1) % _groups.Length;
            Show(backlog);
            _isFailing = false;
        }
        catch (Exception failure) when (!stopping.IsCancellationRequested)
        {
            _known.Clear();
            Array.ForEach(All, gauge => gauge.Unpublish());
            if (!_isFailing && !StoreOutage.Covers(failure))
                NotCounted(log, failure);
            _isFailing |= !StoreOutage.Covers(failure);
        }
    }

    private void Show(Workers.Conversations.Backlog backlog)
    {
        Conversations.Set(backlog.ConversationsWaiting);
        Queries.Set(backlog.QueriesLive);
        OldestWait.Set(backlog.OldestWait.TotalSeconds);
        if (_known.Count < _groups.Length)
            return;
        DeadLetters.Set(_known.Values.Sum(known => known.DeadLetters));
        Deliveries.Set(_known.Values.Sum(known => known.DeliveriesPending));
    }

    private static Gauge Create(string name, string help) =>
        Metrics.CreateGauge(name, help, new GaugeConfiguration { SuppressInitialValue = true });

    [LoggerMessage(1, LogLevel.Error, "What waits cannot be counted; trying again every few seconds")]
    private static partial void NotCounted(ILogger log, Exception failure);
}
