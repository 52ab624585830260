using Workers.Testing;
using Xunit.Abstractions;

namespace Workers.EndToEnd.Tests;

[Collection(PoolServers.Name)]
public sealed class NoWorkerTests(SharedPoolServers servers, ITestOutputHelper output)
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(2);

    [SkippableFact]
    public async Task Ingresses_alone_put_a_postponed_conversation_on_its_queue_when_it_is_due()
    {
        await using var pool = await WorkerPool.StartAsync(servers);
        var worker = await pool.StartWorkerAsync();
        worker.Model.Next(1, ScriptedAnswer.Status(429, "", ("Retry-After", "10")));
        await pool.Customers.SubmitAsync("postponed", "Where is my order?");
        var call = await worker.Model.CallAsync(_ => true, Bound);
        await CountedAsync(worker, """workers_turns_total{outcome="postponed"}""");
        Assert.Equal(0, await worker.Host.SigtermAsync(Bound));
        Assert.Equal(0u, await pool.Queues.ReadyAsync(QueueProbe.Queries));

        var late = await LateAsync(pool, QueueProbe.Queries, call.At + TimeSpan.FromSeconds(10));
        Assert.InRange(late, TimeSpan.FromSeconds(-0.1), Late);
    }

    [SkippableFact]
    public async Task Ingresses_alone_put_a_due_delivery_on_its_queue()
    {
        await using var pool = await WorkerPool.StartAsync(servers, ("Webhooks:RetrySchedule", "10s"));
        var worker = await pool.StartWorkerAsync();
        pool.Inbox.Next(1, ScriptedAnswer.Status(500));
        await pool.Customers.SubmitAsync("undelivered", "Where is my order?");
        var attempt = await pool.Inbox.WaitForAsync(_ => true, Bound);
        await CountedAsync(worker, """workers_deliveries_total{outcome="retried"}""");
        Assert.Equal(0, await worker.Host.SigtermAsync(Bound));
        Assert.Equal(0u, await pool.Queues.ReadyAsync(QueueProbe.Replies));

        var jitter = TimeSpan.FromSeconds(2);
        var late = await LateAsync(pool, QueueProbe.Replies, attempt.At + TimeSpan.FromSeconds(10));
        Assert.InRange(late, -jitter - TimeSpan.FromSeconds(0.1), jitter + Late);
    }

    private static Task CountedAsync(PoolWorker worker, string sample) => Eventually.TrueAsync(
        async () => await worker.Host.MetricAsync(sample) == 1, Bound, sample);

    private async Task<TimeSpan> LateAsync(WorkerPool pool, string queue, DateTimeOffset due)
    {
        await Eventually.TrueAsync(async () => await pool.Queues.ReadyAsync(queue) == 1, Bound, "it is on its queue");
        var late = DateTimeOffset.UtcNow - due;
        output.WriteLine($"{queue}: {late.TotalMilliseconds:F0} ms after its due time");
        return late;
    }
}
