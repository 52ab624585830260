using Workers.Testing;

namespace Workers.EndToEnd.Tests;

/// <summary>What processes show before they have done anything: what is not there yet cannot be told from what is
/// forgotten.</summary>
[Collection(PoolServers.Name)]
public sealed class MetricsTests(SharedPoolServers servers)
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    private static readonly string[] Everywhere =
    [
        .. Labelled("workers_sweeps_total", "kind",
            "waiting", "postponed", "takeover", "lost", "ended", "delivery", "redelivery"),
        .. Labelled("workers_publishes_total", "message", "QueryReady", "ReplyReady"),
        "workers_messages_unknown_total",
    ];

    private static readonly string[] TurnOutcomes =
        ["completed", "failed", "expired", "cancelled", "postponed", "lost", "fenced"];

    [SkippableFact]
    public async Task An_ingress_shows_every_metric_from_the_start_on()
    {
        await using var pool = await WorkerPool.StartAsync(servers);
        string[] own =
        [
            .. Labelled("workers_queries_total", "outcome", "accepted", "replayed", "refused"),
            .. Labelled("workers_limits_unanswered_total", "limit", "rate", "backlog"),
            "workers_submit_seconds_count", "workers_conversations_waiting", "workers_queries_waiting",
            "workers_oldest_wait_seconds", "workers_dead_letters", "workers_deliveries_pending",
        ];

        await ShowsAsync(pool.Ingresses[0], [.. Everywhere, .. own]);
    }

    [SkippableFact]
    public async Task A_worker_shows_every_metric_from_the_start_on()
    {
        await using var pool = await WorkerPool.StartAsync(servers);
        var worker = await pool.StartWorkerAsync();
        string[] own =
        [
            .. Labelled("workers_turns_total", "outcome", TurnOutcomes),
            .. Labelled("workers_turn_seconds_count", "outcome", TurnOutcomes),
            .. Labelled("workers_model_calls_total", "outcome",
                "answered", "throttled", "unavailable", "no_answer", "refused"),
            .. Labelled("workers_model_tokens_total", "kind", "input", "output"),
            .. Labelled("workers_deliveries_total", "outcome",
                "delivered", "retried", "failed", "discarded", "lost", "deferred"),
            "workers_delivery_seconds_count", "workers_turn_wait_seconds_count", "workers_turns_in_flight", "workers_slots",
            "workers_lease_takeovers_total", "workers_fenced_total",
        ];

        await ShowsAsync(worker.Host, [.. Everywhere, .. own]);
    }

    [SkippableFact]
    public async Task A_worker_that_only_delivers_has_no_slots_for_turns_and_needs_no_agent()
    {
        await using var pool = await WorkerPool.StartAsync(servers);
        var worker = await pool.StartWorkerAsync(
            settings: [("Worker:Roles", "webhooks"), ("Agent:Provider", "anthropic")]); // which wants a key

        Assert.Equal(0, (await worker.Host.SamplesAsync())["workers_slots"]);
    }

    private static async Task ShowsAsync(HostProcess host, string[] samples) => await Eventually.AsAsync(
        async () => string.Join(' ', samples.Except((await host.SamplesAsync()).Keys)), missing => missing.Length == 0,
        Bound, $"{host.Name} shows all");

    private static IEnumerable<string> Labelled(string name, string label, params string[] values) =>
        values.Select(value => $"{name}{{{label}=\"{value}\"}}");
}
