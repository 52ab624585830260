using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;
using Workers.Contracts;
using Workers.Conversations;
using Workers.Conversations.Redis;
using Workers.Hosting;
using Workers.Hosting.Messaging;
using Workers.Hosting.Redis;
using Workers.Testing;
using Workers.Worker;

namespace Workers.Load;

/// <summary>The product in this process, without HTTP: what the ingress does to a submission, or a whole worker.</summary>
internal sealed class InProcess(WebApplication host) : IAsyncDisposable
{
    private const int MostAttempts = 30;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    public ConversationStore Store { get; } = host.Services.GetRequiredService<ConversationStore>();

    public IConnectionMultiplexer Redis { get; } = host.Services.GetRequiredService<IConnectionMultiplexer>();

    public IHintQueue Hints { get; } = host.Services.GetRequiredService<IHintQueue>();

    public static Task<InProcess> StartIngressAsync(Servers servers) => StartAsync(servers, 1, builder =>
    {
        builder.AddHosting();
        builder.Services.AddRedis().AddHintPublisher().AddConversations(_ => new ConversationSettings());
    });

    public static Task<InProcess> StartWorkerAsync(Servers servers, int slots, IChatClient model) =>
        StartAsync(servers, slots, builder =>
        {
            builder.AddWorker(builder.AddHosting());
            builder.Services.AddSingleton(model);
        });

    /// <summary>Submits and, where the query can run now, publishes. A store too busy to answer is asked again: the id makes
    /// it one query.</summary>
    public async Task SubmitAsync(ConversationRef conversation, QueryContent query, int maxPerConversation)
    {
        var id = QueryId.New(conversation);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var submission = await Store.SubmitAsync(conversation, id, query, maxPerConversation);
                if (submission is Submission.Accepted { Next: { } next })
                    await Hints.PublishAsync(next, CancellationToken.None);
                return;
            }
            catch (Exception outage) when (StoreOutage.Covers(outage) && attempt < MostAttempts)
            {
                await Task.Delay(Pause);
            }
        }
    }

    /// <summary>Returns when every query has ended.</summary>
    public Task IdleAsync(TimeSpan within) => Eventually.TrueAsync(
        async () => (await Store.ReadBacklogAsync([])).QueriesLive == 0, within, "every query has ended");

    public ValueTask DisposeAsync() => host.DisposeAsync();

    private static async Task<InProcess> StartAsync(Servers servers, int slots, Action<WebApplicationBuilder> add)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:RabbitMq"] = servers.RabbitMq,
            ["ConnectionStrings:Redis"] = servers.Redis,
            ["Worker:Slots"] = $"{slots}",
            ["Worker:Roles"] = "agent",
            ["Worker:DrainTimeout"] = "1s",
        });
        add(builder);
        builder.Logging.ClearProviders();
        var host = builder.Build();
        await host.StartAsync();
        var started = new InProcess(host);
        await Eventually.TrueAsync(() => started.Redis.IsConnected, TimeSpan.FromSeconds(20), "Redis is connected");
        return started;
    }
}
