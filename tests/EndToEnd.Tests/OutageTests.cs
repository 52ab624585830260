using System.Diagnostics;
using System.Net;
using Workers.Testing;
using Xunit.Abstractions;

namespace Workers.EndToEnd.Tests;

[Collection(PoolServers.Name)]
public sealed class OutageTests(SharedPoolServers servers, ITestOutputHelper output)
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    [SkippableFact]
    public async Task Without_RabbitMQ_queries_are_accepted_and_answered_when_it_is_back()
    {
        await using var pool = await WorkerPool.StartAsync(servers);
        await pool.StartWorkerAsync();
        await servers.KillRabbitAsync();
        Accepted[] accepted;
        try
        {
            accepted = await SubmitAsync(pool, "while-down", 20);
        }
        finally
        {
            await servers.Rabbit.RestartAsync();
        }

        Assert.Equal(0, pool.Customers.Repeats);
        await AllCompleteAsync(pool, accepted, Bound);
    }

    [SkippableFact]
    public async Task When_the_queues_are_wiped_all_is_answered_within_a_minute()
    {
        await using var pool = await WorkerPool.StartAsync(servers, ("Worker:Slots", "4"));
        var worker = await pool.StartWorkerAsync();
        worker.Model.Hold();
        var accepted = await SubmitAsync(pool, "wiped", 40);
        await Eventually.TrueAsync(() => worker.Model.Calls.Count == 4, Bound, "all slots are taken");
        await Eventually.TrueAsync(
            async () => await pool.Queues.ReadyAsync(QueueProbe.Queries) == 36, Bound, "the others wait in the queue");

        await pool.Queues.DeleteAsync(QueueProbe.Queries);
        await pool.Queues.DeleteAsync(QueueProbe.Replies);
        worker.Model.Release();

        var watch = Stopwatch.StartNew();
        await AllCompleteAsync(pool, accepted, Bound);
        output.WriteLine($"all answered {watch.Elapsed.TotalSeconds:F1} s after the queues were gone");
        Proof.OneWebhookEach(await Proof.WebhooksAsync(pool, accepted.Length, Bound), accepted);
    }

    [SkippableFact]
    public async Task Under_a_memory_alarm_running_turns_commit_and_the_rest_follows()
    {
        await using var pool = await WorkerPool.StartAsync(servers);
        var worker = await pool.StartWorkerAsync();
        worker.Model.Hold();
        var first = await SubmitAsync(pool, "alarm", 10);
        var second = await SubmitAsync(pool, "alarm", 10);
        await Eventually.TrueAsync(() => worker.Model.Calls.Count == 10, Bound, "all heads run");
        await servers.Rabbit.RaiseMemoryAlarmAsync();
        Accepted[] third;
        try
        {
            worker.Model.Release();
            await AllCompleteAsync(pool, first, TimeSpan.FromSeconds(20));
            third = await SubmitAsync(pool, "alarm", 10);
        }
        finally
        {
            await servers.Rabbit.ClearMemoryAlarmAsync();
        }

        await AllCompleteAsync(pool, [.. second, .. third], Bound);
        Assert.Equal(30, worker.Model.Calls.Count);
    }

    [SkippableFact]
    public async Task Redis_paused_for_longer_than_a_lease_lets_no_turn_be_answered_twice()
    {
        await using var pool = await WorkerPool.StartAsync(servers);
        var workers = new[] { await pool.StartWorkerAsync(), await pool.StartWorkerAsync() };
        Array.ForEach(workers, worker => worker.Model.Hold());
        var accepted = await SubmitAsync(pool, "paused", 20);
        var followUps = await SubmitAsync(pool, "paused", 20);
        await Eventually.TrueAsync(() => pool.CallCount == 20, Bound, "all heads run");
        servers.Redis.Pause();
        try
        {
            var watch = Stopwatch.StartNew();
            Assert.Equal(HttpStatusCode.ServiceUnavailable, await pool.Customers.SubmitOnceAsync("other", "Hello?"));
            output.WriteLine($"503 after {watch.Elapsed.TotalMilliseconds:F0} ms");
            Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(3));
            Array.ForEach(workers, worker => worker.Model.Release());
            await Task.Delay(WorkerPool.Lease * 2); // the outage itself
        }
        finally
        {
            servers.Redis.Continue();
        }

        await AllCompleteAsync(pool, [.. accepted, .. followUps], Bound);
        await Proof.AllTurnsInOrderAsync(pool, [.. accepted, .. followUps]);
        Proof.OneWebhookEach(await Proof.WebhooksAsync(pool, 40, Bound), [.. accepted, .. followUps]);
    }

    [SkippableFact]
    public async Task Without_Redis_callers_are_told_so_within_three_seconds_and_nothing_is_lost()
    {
        await using var pool = await WorkerPool.StartAsync(servers);
        await pool.StartWorkerAsync();
        var before = await SubmitAsync(pool, "before", 20);
        await servers.Redis.KillAsync();
        try
        {
            for (var n = 0; n < 3; n++)
            {
                var watch = Stopwatch.StartNew();
                var status = await pool.Customers.SubmitOnceAsync("during", "Hello?");
                Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
                output.WriteLine($"503 after {watch.Elapsed.TotalMilliseconds:F0} ms");
                Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(3));
            }
        }
        finally
        {
            await servers.Redis.RestartAsync();
        }

        var after = await SubmitAsync(pool, "before", 20);
        await AllCompleteAsync(pool, [.. before, .. after], Bound);
        await Proof.AllTurnsInOrderAsync(pool, [.. before, .. after]);
    }

    private static Task<Accepted[]> SubmitAsync(WorkerPool pool, string prefix, int conversations) =>
        Task.WhenAll(Enumerable.Range(1, conversations)
            .Select(n => pool.Customers.SubmitAsync($"{prefix}-{n}", $"Question {Guid.NewGuid():N} of {n}")));

    private static async Task AllCompleteAsync(WorkerPool pool, Accepted[] queries, TimeSpan within)
    {
        var ended = await Task.WhenAll(queries.Select(query => pool.Customers.EndAsync(query.Id, within)));
        Assert.All(ended, query => Assert.Equal("completed", query.Status));
    }
}
