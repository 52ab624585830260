using Workers.Testing;
using Xunit.Abstractions;

namespace Workers.EndToEnd.Tests;

[Collection(PoolServers.Name)]
public sealed class ExpiryTests(SharedPoolServers servers, ITestOutputHelper output)
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    [SkippableFact]
    public async Task A_query_expires_in_time_wherever_it_stands()
    {
        await using var pool = await WorkerPool.StartAsync(servers);
        var worker = await pool.StartWorkerAsync();
        worker.Model.Hold();
        var head = await pool.Customers.SubmitAsync("slow", "A long story");
        await worker.Model.CallAsync(call => call.LastUserText == head.Text, Bound);
        var expiry = DateTimeOffset.UtcNow.AddSeconds(4);
        var behind = await pool.Customers.SubmitAsync("slow", "Never mind soon", expiry);
        var running = await pool.Customers.SubmitAsync("running", "Answer quickly", expiry);
        await worker.Model.CallAsync(call => call.LastUserText == running.Text, Bound);

        await ExpiresAsync(pool, behind, expiry);
        await ExpiresAsync(pool, running, expiry);
        worker.Model.Release();
        Assert.Equal("completed", (await pool.Customers.EndAsync(head.Id, Bound)).Status);
        Assert.DoesNotContain(worker.Model.Calls, call => call.LastUserText == behind.Text);
        Assert.Single(worker.Model.Calls, call => call.LastUserText == running.Text);
    }

    [SkippableFact]
    public async Task A_query_expires_in_time_without_any_worker_and_the_next_one_takes_its_place()
    {
        await using var pool = await WorkerPool.StartAsync(servers);
        var expiry = DateTimeOffset.UtcNow.AddSeconds(3);
        var head = await pool.Customers.SubmitAsync("alone", "Never mind soon", expiry);
        var next = await pool.Customers.SubmitAsync("alone", "But this", null);

        await ExpiresAsync(pool, head, expiry);
        var worker = await pool.StartWorkerAsync();
        Assert.Equal("completed", (await pool.Customers.EndAsync(next.Id, Bound)).Status);
        Assert.Equal([next.Text], worker.Model.Calls.Select(call => call.LastUserText));
        var webhook = await pool.Inbox.WaitForAsync(request => request.Body.Contains(head.Id), Bound);
        Assert.Equal("query.expired", webhook.Json.GetProperty("type").GetString());
    }

    private async Task ExpiresAsync(WorkerPool pool, Accepted query, DateTimeOffset expiry)
    {
        var ended = await pool.Customers.EndAsync(query.Id, Bound);
        var late = ended.EndedAt!.Value - expiry;
        output.WriteLine($"{query.Text}: {ended.Status}, {late.TotalMilliseconds:F0} ms after its time");
        Assert.Equal("expired", ended.Status);
        Assert.InRange(late, TimeSpan.FromMilliseconds(-1), TimeSpan.FromSeconds(5));
    }
}
