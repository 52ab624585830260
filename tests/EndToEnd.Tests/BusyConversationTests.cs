using Workers.Testing;
using Xunit.Abstractions;

namespace Workers.EndToEnd.Tests;

[Collection(PoolServers.Name)]
public sealed class BusyConversationTests(SharedPoolServers servers, ITestOutputHelper output)
{
    private const int Waiting = 300;
    private const int Others = 60;
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(120);

    [SkippableFact]
    public async Task Hundreds_of_waiting_queries_of_one_customer_are_one_message_and_hold_up_nobody()
    {
        await using var pool = await WorkerPool.StartAsync(servers, ("Worker:Slots", "16"));
        var accepted = new List<Accepted>();
        for (var n = 1; n <= Waiting; n++)
        {
            accepted.Add(await pool.Customers.SubmitAsync("hot", $"Hot question {n}"));
        }

        Assert.Equal(1u, await pool.Queues.ReadyAsync(QueueProbe.Queries));
        var worker = await pool.StartWorkerAsync(await ModelServer.StartAsync(
            TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(100)));
        await worker.Model.CallAsync(_ => true, Bound);
        var ready = new List<uint>();
        for (var n = 0; n < 10; n++)
        {
            ready.Add(await pool.Queues.ReadyAsync(QueueProbe.Queries));
        }

        await WaitAsync(pool, "warm");
        var beside = await WaitAsync(pool, "beside");
        var left = Waiting - (await pool.Customers.ConversationAsync("hot")).Turns.Count;
        await Proof.WebhooksAsync(pool, Waiting + (2 * Others), Bound);
        var alone = await WaitAsync(pool, "alone");

        output.WriteLine($"ready: {string.Join(' ', ready)}; {left} hot queries still waited");
        output.WriteLine($"mean wait beside it {beside.TotalMilliseconds:F0} ms, else {alone.TotalMilliseconds:F0} ms");
        Assert.All(ready, count => Assert.InRange(count, 0u, 1u));
        Assert.True(left > 50, "the others ran while the hot conversation had much to do");
        Assert.InRange(beside, TimeSpan.Zero, (alone * 3) + TimeSpan.FromMilliseconds(500));
        await Proof.AllTurnsInOrderAsync(pool, accepted);
    }

    // The mean time from a query's acceptance to its first begin.
    private static async Task<TimeSpan> WaitAsync(WorkerPool pool, string prefix)
    {
        var accepted = await Task.WhenAll(Enumerable.Range(1, Others)
            .Select(n => pool.Customers.SubmitAsync($"{prefix}-{n}", $"Question {n}, {prefix}")));
        var ended = await Task.WhenAll(accepted.Select(query => pool.Customers.EndAsync(query.Id, Bound)));
        return TimeSpan.FromTicks((long)ended.Average(query => (query.StartedAt!.Value - query.SubmittedAt).Ticks));
    }
}
