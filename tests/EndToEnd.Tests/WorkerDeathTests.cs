using Workers.Testing;
using Xunit.Abstractions;

namespace Workers.EndToEnd.Tests;

[Collection(PoolServers.Name)]
public sealed class WorkerDeathTests(SharedPoolServers servers, ITestOutputHelper output)
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    [SkippableFact]
    public async Task A_killed_workers_turns_go_on_within_its_lease_and_two_seconds_however_long_they_take()
    {
        await using var pool = await WorkerPool.StartAsync(servers, ("Worker:Slots", "16"));
        var victim = await pool.StartWorkerAsync();
        victim.Model.Hold();
        var accepted = await Task.WhenAll(Enumerable.Range(1, 16)
            .Select(n => pool.Customers.SubmitAsync($"lost-{n}", $"Question {n}")));
        await Eventually.TrueAsync(() => victim.Model.Calls.Count == 16, Bound, "all are in flight");
        var heir = await pool.StartWorkerAsync();
        heir.Model.Hold();

        var killedAt = DateTimeOffset.UtcNow;
        await victim.Host.Kill9Async();
        await Eventually.TrueAsync(() => heir.Model.Calls.Count == 16, Bound, "all go on");
        heir.Model.Release();
        var ended = await Task.WhenAll(accepted.Select(query => pool.Customers.EndAsync(query.Id, Bound)));

        var waits = heir.Model.Calls.Select(call => call.At - killedAt).ToList();
        output.WriteLine($"went on after {string.Join(' ', waits.Select(wait => $"{wait.TotalSeconds:F2}"))} s");
        Assert.All(ended, query => Assert.Equal(("completed", 1), (query.Status, query.Attempts)));
        Assert.Equal(16, waits.Count);
        Assert.InRange(waits.Max(), waits.Min(), WorkerPool.Lease + TimeSpan.FromSeconds(2));
        Assert.Equal(16, await heir.Host.MetricAsync("workers_lease_takeovers_total"));
    }
}
