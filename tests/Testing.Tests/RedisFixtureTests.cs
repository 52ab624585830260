using StackExchange.Redis;

namespace Workers.Testing.Tests;

public sealed class RedisFixtureTests
{
    [SkippableFact]
    public async Task A_killed_Redis_comes_back_with_its_data()
    {
        await using var server = await RedisServer.StartAsync();
        await WriteAsync(server.ConnectionString, ["a", "b"]);
        await server.RestartAsync();
        await ReadAsync(server.ConnectionString, ["a", "b"]);
    }

    [SkippableFact]
    public async Task A_killed_Garnet_comes_back_with_its_data()
    {
        await using var server = await GarnetServer.StartAsync();
        await WriteAsync(server.ConnectionString, ["a", "b"]);
        await server.RestartAsync();
        await ReadAsync(server.ConnectionString, ["a", "b"]);
    }

    [SkippableFact]
    public async Task A_paused_Redis_answers_only_when_it_goes_on()
    {
        await using var server = await RedisServer.StartAsync();
        await using var redis = await ConnectionMultiplexer.ConnectAsync(
            $"{server.ConnectionString},asyncTimeout=30000");
        server.Pause();
        var answer = redis.GetDatabase().PingAsync();
        Assert.NotSame(answer, await Task.WhenAny(answer, Task.Delay(200)));
        server.Continue();
        await answer;
    }

    [SkippableFact]
    public async Task A_cluster_answers_for_keys_of_all_its_nodes()
    {
        await using var cluster = await RedisCluster.StartAsync();
        string[] keys = [.. Enumerable.Range(0, 30).Select(n => $"key{n}")];
        await WriteAsync(cluster.ConnectionString, keys);
        foreach (var node in cluster.Nodes)
        {
            await using var redis = await ConnectionMultiplexer.ConnectAsync(
                $"{node.ConnectionString},allowAdmin=true");
            var held = await redis.GetServer("127.0.0.1", node.Port).DatabaseSizeAsync();
            Assert.InRange(held, 1, keys.Length - 2);
        }

        await ReadAsync(cluster.ConnectionString, keys);
    }

    private static async Task WriteAsync(string connectionString, string[] keys)
    {
        await using var redis = await ConnectionMultiplexer.ConnectAsync(connectionString);
        foreach (var key in keys)
        {
            await redis.GetDatabase().StringSetAsync(key, $"value of {key}");
        }
    }

    private static async Task ReadAsync(string connectionString, string[] keys)
    {
        await using var redis = await ConnectionMultiplexer.ConnectAsync(connectionString);
        foreach (var key in keys)
        {
            Assert.Equal($"value of {key}", (string?)await redis.GetDatabase().StringGetAsync(key));
        }
    }
}
