using Prometheus;
using Workers.Conversations;
using Workers.Conversations.Redis;
using Workers.Hosting.Options;

namespace Workers.Ingress.Backlog;

/// <summary>What waits, counted from the store every few seconds; a figure that is not known is not served.</summary>
internal sealed class BacklogGauges(ConversationStore store, TenantsOptions tenants, TimeProvider time)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);

    private static readonly Gauge Conversations =
        Create("workers_conversations_waiting", "Conversations whose head can run now and does not run.");
    private static readonly Gauge Queries =
        Create("workers_queries_waiting", "Queries that have not ended, running and postponed ones included.");
    private static readonly Gauge OldestWait =
        Create("workers_oldest_wait_seconds", "Age of the oldest head that can run now and does not run.");
    private static readonly Gauge DeadLetters = Create("workers_dead_letters", "Failed queries that can be redriven.");
    private static readonly Gauge Deliveries = Create("workers_deliveries_pending", "Webhooks that are not final.");
    private static readonly Gauge[] All = [Conversations, Queries, OldestWait, DeadLetters, Deliveries];

    private readonly string[] _tenants = [.. tenants.ById.Keys];

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
            Show(await store.ReadBacklogAsync(_tenants, stopping).WaitAsync(Bound, time, stopping));
        }
        catch (Exception outage) when (StoreOutage.Covers(outage))
        {
            Array.ForEach(All, gauge => gauge.Unpublish());
        }
    }

    private static void Show(Workers.Conversations.Backlog backlog)
    {
        Conversations.Set(backlog.ConversationsWaiting);
        Queries.Set(backlog.QueriesLive);
        OldestWait.Set(backlog.OldestWait.TotalSeconds);
        DeadLetters.Set(backlog.DeadLetters);
        Deliveries.Set(backlog.DeliveriesPending);
    }

    private static Gauge Create(string name, string help) =>
        Metrics.CreateGauge(name, help, new GaugeConfiguration { SuppressInitialValue = true });
}
