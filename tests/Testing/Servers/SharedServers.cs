using Xunit;

namespace Workers.Testing;

/// <summary>
/// One broker for a test collection: <c>[CollectionDefinition]</c> with <c>ICollectionFixture&lt;SharedRabbit&gt;</c>.
/// </summary>
public sealed class SharedRabbit : IAsyncLifetime
{
    private RabbitServer? _server;

    /// <summary>The broker; skips the test when RabbitMQ is not installed.</summary>
    public RabbitServer Server
    {
        get
        {
            Needs.Rabbit();
            return _server!;
        }
    }

    /// <inheritdoc />
    public async Task InitializeAsync() => _server = RabbitServer.IsInstalled ? await RabbitServer.StartAsync() : null;

    /// <inheritdoc />
    public async Task DisposeAsync() => await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);
}

/// <summary>One Redis for a test collection; tests use keys of their own or flush it.</summary>
public sealed class SharedRedis : IAsyncLifetime
{
    private RedisServer? _server;

    /// <summary>The server; skips the test when Redis is not installed.</summary>
    public RedisServer Server
    {
        get
        {
            Needs.Redis();
            return _server!;
        }
    }

    /// <inheritdoc />
    public async Task InitializeAsync() => _server = RedisServer.IsInstalled ? await RedisServer.StartAsync() : null;

    /// <inheritdoc />
    public async Task DisposeAsync() => await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);
}

/// <summary>One Garnet for a test collection.</summary>
public sealed class SharedGarnet : IAsyncLifetime
{
    private GarnetServer? _server;

    /// <summary>The server; skips the test when Garnet is not restored.</summary>
    public GarnetServer Server
    {
        get
        {
            Needs.Garnet();
            return _server!;
        }
    }

    /// <inheritdoc />
    public async Task InitializeAsync() => _server = GarnetServer.IsInstalled ? await GarnetServer.StartAsync() : null;

    /// <inheritdoc />
    public async Task DisposeAsync() => await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);
}
