using Workers.Testing;

namespace Workers.EndToEnd.Tests;

[Collection(PoolServers.Name)]
public sealed class StoppingWorkerTests(SharedPoolServers servers)
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    [SkippableFact]
    public Task A_stopped_worker_finishes_a_turn_three_times_as_long_as_its_lease() =>
        FinishesAsync(turn: TimeSpan.FromSeconds(6), WorkerPool.Lease);

    [SkippableFact]
    [Trait("Speed", "Long")]
    public Task A_stopped_worker_finishes_a_turn_of_thirty_seconds_under_a_lease_of_ten() =>
        FinishesAsync(turn: TimeSpan.FromSeconds(30), lease: TimeSpan.FromSeconds(10));

    [SkippableFact]
    public async Task A_turn_longer_than_the_drain_is_handed_back_and_runs_elsewhere_at_once()
    {
        await using var pool = await WorkerPool.StartAsync(
            servers, ("Worker:Lease", "20s"), ("Worker:DrainTimeout", "1s"));
        var stopping = await pool.StartWorkerAsync();
        stopping.Model.When(_ => true, ScriptedAnswer.Hang());
        var query = await pool.Customers.SubmitAsync("handed-back", "How long does it take?");
        await stopping.Model.CallAsync(call => call.LastUserText == query.Text, Bound);
        var other = await pool.StartWorkerAsync();

        var stoppedAt = DateTimeOffset.UtcNow;
        Assert.Equal(0, await stopping.Host.SigtermAsync(TimeSpan.FromSeconds(15)));
        var again = await other.Model.CallAsync(call => call.LastUserText == query.Text, Bound);

        Assert.InRange(again.At - stoppedAt, TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(8));
        var ended = await pool.Customers.EndAsync(query.Id, Bound);
        Assert.Equal(("completed", 0), (ended.Status, ended.Attempts));
        Assert.Equal(0, await other.Host.MetricAsync("workers_lease_takeovers_total"));
    }

    private async Task FinishesAsync(TimeSpan turn, TimeSpan lease)
    {
        await using var pool = await WorkerPool.StartAsync(servers, ("Worker:Lease", $"{lease.TotalSeconds}s"));
        var stopping = await pool.StartWorkerAsync(await ModelServer.StartAsync(turn, turn));
        var slow = await pool.Customers.SubmitAsync("slow", "How long does it take?");
        var next = await pool.Customers.SubmitAsync("slow", "And now?");
        await stopping.Model.CallAsync(call => call.LastUserText == slow.Text, Bound);
        var other = await pool.StartWorkerAsync();

        var exit = stopping.Host.SigtermAsync(turn + Bound);
        var meanwhile = await pool.Customers.SubmitAsync("meanwhile", "Is anybody there?");
        var elsewhere = await pool.Customers.EndAsync(meanwhile.Id, Bound);
        Assert.Equal(0, await exit);

        var first = await pool.Customers.EndAsync(slow.Id, Bound);
        var second = await pool.Customers.EndAsync(next.Id, Bound);
        Assert.Equal(["completed", "completed", "completed"], [first.Status, second.Status, elsewhere.Status]);
        Assert.Equal([slow.Text], stopping.Model.Calls.Select(call => call.LastUserText));
        Assert.DoesNotContain(other.Model.Calls, call => call.LastUserText == slow.Text);
        Assert.Single(pool.Calls, call => call.LastUserText == next.Text);
        Assert.Equal(0, await other.Host.MetricAsync("workers_lease_takeovers_total"));
    }
}
