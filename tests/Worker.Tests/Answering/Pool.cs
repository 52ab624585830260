using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;
using Workers.Contracts;
using Workers.Contracts.V1;
using Workers.Conversations;
using Workers.Hosting.Options;
using Workers.Hosting.Redis;
using Workers.Testing;
using Workers.Worker.Answering;

namespace Workers.Worker.Tests.Answering;

/// <summary>The answering part of a worker on a real Redis, without a bus: the test hands it its hints.</summary>
internal sealed class Pool : IAsyncDisposable
{
    private readonly WebApplication _host;

    private Pool(WebApplication host) => _host = host;

    public HeldModel Model { get; } = new();

    public RecordingHints Hints { get; } = new();

    public ConversationStore Store => _host.Services.GetRequiredService<ConversationStore>();

    public IHostApplicationLifetime Lifetime => _host.Lifetime;

    public static Task<Pool> StartAsync(string redis, params (string Key, string Value)[] settings) =>
        StartAsync(redis, TimeProvider.System, settings);

    public static async Task<Pool> StartAsync(
        string redis, TimeProvider time, params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(setting => setting.Key, string? (setting) => setting.Value));
        builder.Configuration["ConnectionStrings:Redis"] = redis;
        var options = builder.AddWorkersOptions(requireConnections: false);
        builder.Services.AddLogging(logs => logs.SetMinimumLevel(LogLevel.None));
        builder.Services.AddRedis().AddConversations(StoreSettings.Of);
        builder.Services.AddSingleton(time);
        builder.Services.AddSingleton<Drain>().AddSingleton<StoreRetry>().AddSingleton<HintPublisher>();
        builder.Services.AddHandBack().AddAnswering(options).AddSingleton<QueryReadyConsumer>();
        Pool? pool = null;
        builder.Services.AddSingleton<IChatClient>(_ => pool!.Model).AddSingleton<IHintQueue>(_ => pool!.Hints);
        pool = new Pool(builder.Build());
        await pool._host.StartAsync();
        var connection = pool._host.Services.GetRequiredService<IConnectionMultiplexer>();
        await Eventually.TrueAsync(() => connection.IsConnected, TimeSpan.FromSeconds(20), "Redis is connected");
        return pool;
    }

    public async Task<QueryReady?> SubmitAsync(string conversation, string text, DateTimeOffset? expiresAt = null, bool hasDelivery = false)
    {
        var where = new ConversationRef("acme", conversation);
        var content = new QueryContent
        {
            ConversationId = conversation, Text = text, ExpiresAt = expiresAt, HasDelivery = hasDelivery,
        };
        var accepted = (Submission.Accepted)await Store.SubmitAsync(where, QueryId.New(where), content, 100);
        return accepted.Next;
    }

    /// <summary>A query that is no head: nothing is to be published for it yet.</summary>
    public async Task<QueryId> SubmitBehindAsync(string conversation, string text)
    {
        var where = new ConversationRef("acme", conversation);
        var id = QueryId.New(where);
        await Store.SubmitAsync(where, id, new QueryContent { ConversationId = conversation, Text = text }, 100);
        return id;
    }

    public Task AnswerAsync(QueryReady hint) => _host.Services.GetRequiredService<QueryReadyConsumer>().AnswerAsync(hint);

    public Task CancelAsync(QueryReady hint) => QueryId.TryParse(hint.QueryId, out var id)
        ? Store.CancelAsync(hint.Tenant, id)
        : throw new FormatException(hint.QueryId);

    public async Task<QueryView> ReadAsync(QueryReady hint) => QueryId.TryParse(hint.QueryId, out var id)
        ? (await Store.ReadQueryAsync(hint.Tenant, id))!
        : throw new FormatException(hint.QueryId);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await _host.DisposeAsync();
    }
}
