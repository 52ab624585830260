using StackExchange.Redis;
using Workers.Testing;

namespace Workers.Conversations.Tests;

/// <summary>A running server that speaks Redis' protocol; one for all tests of a class.</summary>
public abstract class StoreFixture : IAsyncLifetime
{
    private IAsyncDisposable? _server;
    private ConnectionMultiplexer? _redis;

    public IConnectionMultiplexer Redis => _redis ?? throw new InvalidOperationException("The server did not start.");

    /// <summary>Why the tests cannot run here; null when they can.</summary>
    public string? Missing { get; private set; }

    public async Task InitializeAsync()
    {
        try
        {
            (_server, var connection) = await StartAsync();
            var options = ConfigurationOptions.Parse(connection);
            options.AllowAdmin = true;
            _redis = await ConnectionMultiplexer.ConnectAsync(options);
        }
        catch (SkipException skip)
        {
            Missing = skip.Message;
        }
    }

    public async Task DisposeAsync()
    {
        if (_redis is not null)
            await _redis.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
    }

    internal async Task<ConversationStore> OpenAsync(ConversationSettings? settings = null)
    {
        Skip.If(Missing is not null, Missing);
        var store = new ConversationStore(Redis, settings ?? new ConversationSettings { Lease = TimeSpan.FromSeconds(2) });
        await store.OpenAsync();
        return store;
    }

    /// <summary>An empty store whose scripts have the wire's clock.</summary>
    internal async Task<ConversationStore> OpenAsync(Wire wire, ConversationSettings settings)
    {
        Skip.If(Missing is not null, Missing);
        foreach (var server in Redis.GetServers())
            await server.ExecuteAsync("FLUSHALL");
        var store = new ConversationStore(wire.Over(Redis), settings);
        await store.OpenAsync();
        return store;
    }

    protected abstract Task<(IAsyncDisposable Server, string ConnectionString)> StartAsync();
}

public sealed class OnRedis : StoreFixture
{
    protected override async Task<(IAsyncDisposable, string)> StartAsync()
    {
        var server = await RedisServer.StartAsync();
        return (server, server.ConnectionString);
    }
}

public sealed class OnGarnet : StoreFixture
{
    protected override async Task<(IAsyncDisposable, string)> StartAsync()
    {
        var server = await GarnetServer.StartAsync();
        return (server, server.ConnectionString);
    }
}

public sealed class OnCluster : StoreFixture
{
    protected override async Task<(IAsyncDisposable, string)> StartAsync()
    {
        var server = await RedisCluster.StartAsync();
        return (server, server.ConnectionString);
    }
}
