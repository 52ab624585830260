using Microsoft.Extensions.DependencyInjection;
using Workers.Contracts;
using Workers.Testing;

namespace Workers.Ingress.Tests.Contract;

/// <summary>An ingress on an empty Redis and an empty broker: whatever a request leaves behind can be seen.</summary>
internal sealed class QuietIngress : IAsyncDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);
    private readonly RedisServer _redis;
    private readonly RedisContents _contents;
    private readonly QueueProbe _queues;

    private QuietIngress(RedisServer redis, RedisContents contents, IngressApp app, QueueProbe queues) =>
        (_redis, _contents, App, _queues) = (redis, contents, app, queues);

    public IngressApp App { get; }

    public static async Task<QuietIngress> StartAsync(string broker)
    {
        var redis = await RedisServer.StartAsync();
        var app = await IngressApp.StartAsync(redis.ConnectionString, ("ConnectionStrings:RabbitMq", broker));
        var quiet = new QuietIngress(
            redis, await RedisContents.OfAsync(redis.ConnectionString), app, new QueueProbe(broker));
        await app.OpenAsync();
        var hints = app.App.Services.GetRequiredService<IHintQueue>();
        await Eventually.TrueAsync(() => hints.IsReachable, Bound, "it reaches its broker");
        return quiet;
    }

    /// <summary>
    /// What was left: each key but those that the store itself needs (its layout, and when buckets were swept), each
    /// message.
    /// </summary>
    public async Task<IReadOnlyList<string>> TracesAsync()
    {
        var messages = await _queues.ReadyAsync(QueueProbe.Queries);
        return [.. _contents.KeysBut("layout", "bucket"), .. Enumerable.Repeat($"a message on {QueueProbe.Queries}", (int)messages)];
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await _queues.DisposeAsync();
        await _contents.DisposeAsync();
        await _redis.DisposeAsync();
    }
}

/// <summary>One quiet ingress for all refusals, on one broker.</summary>
public sealed class ContractServers : IAsyncLifetime
{
    private readonly SharedRabbit _rabbit = new();
    private QuietIngress? _quiet;

    internal QuietIngress Quiet => _quiet is not null ? _quiet : throw new SkipException(_rabbit.Server.ConnectionString);

    internal async Task<QuietIngress> AnotherAsync() =>
        await QuietIngress.StartAsync(await _rabbit.Server.CreateVirtualHostAsync("another"));

    public async Task InitializeAsync()
    {
        await _rabbit.InitializeAsync();
        if (RabbitServer.IsInstalled && RedisServer.IsInstalled)
            _quiet = await QuietIngress.StartAsync(_rabbit.Server.ConnectionString);
    }

    public async Task DisposeAsync()
    {
        if (_quiet is not null)
            await _quiet.DisposeAsync();
        await _rabbit.DisposeAsync();
    }
}
