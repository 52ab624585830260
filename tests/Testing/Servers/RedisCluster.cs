namespace Workers.Testing;

/// <summary>A Redis Cluster of three masters that share the slots.</summary>
public sealed class RedisCluster : IAsyncDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    private RedisCluster(IReadOnlyList<RedisServer> nodes) => Nodes = nodes;

    /// <summary>The nodes; each can be killed, paused and restarted.</summary>
    public IReadOnlyList<RedisServer> Nodes { get; }

    /// <summary>For StackExchange.Redis, naming all nodes.</summary>
    public string ConnectionString => string.Join(',', Nodes.Select(node => node.ConnectionString));

    /// <summary>Starts the nodes and waits until each sees the whole cluster.</summary>
    public static async Task<RedisCluster> StartAsync()
    {
        Needs.Redis();
        var nodes = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => StartNodeAsync()));
        var cluster = new RedisCluster(nodes);
        try
        {
            await RedisCliAsync(
                ["--cluster", "create", .. nodes.Select(node => node.ConnectionString), "--cluster-yes"]);
            foreach (var node in nodes)
            {
                await Eventually.TrueAsync(() => SeesAllAsync(node), Bound, $"node {node.Port} sees the cluster");
            }
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }

        return cluster;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var node in Nodes)
        {
            await node.DisposeAsync();
        }
    }

    private static Task<RedisServer> StartNodeAsync() => RedisServer.StartAsync(
        "--cluster-enabled", "yes", "--cluster-port", $"{FreePort.Next()}", "--cluster-node-timeout", "2000");

    private static async Task<bool> SeesAllAsync(RedisServer node)
    {
        var info = await RedisCliAsync(["-p", $"{node.Port}", "cluster", "info"]);
        return info.Contains("cluster_state:ok") && info.Contains("cluster_known_nodes:3");
    }

    private static Task<string> RedisCliAsync(IReadOnlyList<string> arguments) =>
        Command.RunAsync(new ChildStart("redis-cli", arguments, Path.GetTempPath()), Bound);
}
