using StackExchange.Redis;
using Workers.Testing;

namespace Workers.EndToEnd.Tests;

/// <summary>The broker and the Redis that all tests of this assembly share, one test at a time.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class PoolServers : ICollectionFixture<SharedPoolServers>
{
    public const string Name = "pool";
}

/// <summary>A fresh virtual host and an empty Redis for each test; who kills or pauses them brings them back.</summary>
public sealed class SharedPoolServers : IAsyncLifetime
{
    private readonly SharedRabbit _rabbit = new();
    private readonly SharedRedis _redis = new();
    private int _hosts;

    public RabbitServer Rabbit => _rabbit.Server;

    public RedisServer Redis => _redis.Server;

    public Task InitializeAsync() => Task.WhenAll(_rabbit.InitializeAsync(), _redis.InitializeAsync());

    public async Task DisposeAsync()
    {
        await _rabbit.DisposeAsync();
        await _redis.DisposeAsync();
    }

    /// <summary>The connection string of a virtual host that nobody has used.</summary>
    public Task<string> FreshVirtualHostAsync() => Rabbit.CreateVirtualHostAsync($"test{++_hosts}");

    /// <summary>Kills the broker (-9), its queues being old enough to survive that: 3.10 brings back a queue of some seconds
    /// as one that takes and gives nothing.</summary>
    public async Task KillRabbitAsync()
    {
        await Rabbit.SyncAsync();
        await Rabbit.KillAsync();
    }

    public async Task EmptyRedisAsync()
    {
        await using var redis = await ConnectionMultiplexer.ConnectAsync($"{Redis.ConnectionString},allowAdmin=true");
        await redis.GetServer(redis.GetEndPoints()[0]).FlushAllDatabasesAsync();
    }
}
