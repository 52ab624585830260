using Workers.Testing;

namespace Workers.EndToEnd.Tests;

[Collection(PoolServers.Name)]
public sealed class IngressDeathTests(SharedPoolServers servers)
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    [SkippableFact]
    public async Task An_ingress_that_dies_between_store_and_queue_loses_nothing_and_the_repeat_finds_the_one_query()
    {
        await using var pool = await WorkerPool.StartAsync(servers, ("Ingress:DangerousDieBeforePublish", "die here"));
        await pool.StartWorkerAsync();
        await pool.StartIngressAsync();

        var query = await pool.Customers.SubmitAsync("bereaved", "Please die here");

        await Eventually.TrueAsync(() => pool.Ingresses.Any(ingress => ingress.Process.HasExited), Bound, "one died");
        Assert.Single(pool.Ingresses, ingress => ingress.Process.HasExited);
        await pool.Ingresses.Single(ingress => ingress.Process.HasExited).RestartAsync();
        Assert.Equal(1, query.Sequence);
        Assert.Equal("completed", (await pool.Customers.EndAsync(query.Id, Bound)).Status);
        Assert.Equal([query.Id], (await pool.Customers.ConversationAsync("bereaved")).Turns.Select(turn => turn.Id));
    }
}
