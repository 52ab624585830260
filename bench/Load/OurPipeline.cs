using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;
using Workers.Contracts;
using Workers.Conversations;
using Workers.Hosting;
using Workers.Hosting.Messaging;
using Workers.Hosting.Redis;
using Workers.Testing;
using Workers.Worker;

namespace Workers.Load;

/// <summary>The product: what the ingress does to a submission, and a whole worker.</summary>
internal sealed class OurPipeline(LoadPlan plan, Servers servers)
{
    /// <summary>Submits first and answers then, so that both rates are seen alone.</summary>
    public async Task<(Rates, Audit)> RunAsync(string tenant)
    {
        var model = new CountingModel(plan.AgentWait, Math.Min(plan.Slots, plan.Conversations), plan.Queries);
        await using var ingress = await StartAsync(WithIngress);
        var redis = ingress.Services.GetRequiredService<IConnectionMultiplexer>();
        var submitting = await Phase.MeasureAsync(plan, servers, redis, () => SubmitAsync(ingress, tenant));
        await using var worker = await StartAsync(builder => WithWorker(builder, model));
        await model.ReadyAsync();
        var answering = await Phase.MeasureAsync(plan, servers, redis, () => AnsweredAsync(ingress, model));
        return (Rates.Of(plan, submitting, answering), await AuditAsync(ingress, tenant));
    }

    /// <summary>Submits while the worker answers.</summary>
    public async Task<(Rates, Audit)> BurstAsync(string tenant)
    {
        var model = new CountingModel(plan.AgentWait, 1, plan.Queries);
        await using var ingress = await StartAsync(WithIngress);
        await using var worker = await StartAsync(builder => WithWorker(builder, model));
        var redis = ingress.Services.GetRequiredService<IConnectionMultiplexer>();
        var submitting = TimeSpan.Zero;
        var whole = await Phase.MeasureAsync(plan, servers, redis, async () =>
        {
            var watch = Stopwatch.StartNew();
            var answered = AnsweredAsync(ingress, model);
            await SubmitAsync(ingress, tenant);
            submitting = watch.Elapsed;
            await answered;
        });
        return (Rates.OfBurst(plan, submitting, whole), await AuditAsync(ingress, tenant));
    }

    private Task SubmitAsync(WebApplication ingress, string tenant)
    {
        var store = ingress.Services.GetRequiredService<ConversationStore>();
        var hints = ingress.Services.GetRequiredService<IHintQueue>();
        return Workload.SubmitAsync(plan, tenant, async conversation =>
        {
            var submission = await store.SubmitAsync(
                conversation, QueryId.New(conversation), Workload.Query(conversation), plan.PerConversation);
            if (submission is Submission.Accepted { Next: { } next })
                await hints.PublishAsync(next, CancellationToken.None);
        });
    }

    private static async Task AnsweredAsync(WebApplication ingress, CountingModel model)
    {
        model.LetGo();
        await model.AnsweredAsync();
        var store = ingress.Services.GetRequiredService<ConversationStore>();
        await Eventually.TrueAsync(async () => (await store.ReadBacklogAsync([])).QueriesLive == 0,
            TimeSpan.FromMinutes(1), "every query has ended");
    }

    private Task<Audit> AuditAsync(WebApplication ingress, string tenant) =>
        Audit.OfAsync(plan, tenant, ingress.Services.GetRequiredService<ConversationStore>());

    private async Task<WebApplication> StartAsync(Action<WebApplicationBuilder> add)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:RabbitMq"] = servers.RabbitMq,
            ["ConnectionStrings:Redis"] = servers.Redis,
            ["Worker:Slots"] = $"{plan.Slots}",
            ["Worker:Roles"] = "agent",
            ["Worker:DrainTimeout"] = "1s",
        });
        add(builder);
        builder.Logging.ClearProviders();
        var host = builder.Build();
        await host.StartAsync();
        var connection = host.Services.GetRequiredService<IConnectionMultiplexer>();
        await Eventually.TrueAsync(() => connection.IsConnected, TimeSpan.FromSeconds(20), "Redis is connected");
        return host;
    }

    private static void WithIngress(WebApplicationBuilder builder)
    {
        builder.AddHosting();
        builder.Services.AddRedis().AddHintPublisher().AddConversations(_ => new ConversationSettings());
    }

    private static void WithWorker(WebApplicationBuilder builder, CountingModel model)
    {
        builder.AddWorker(builder.AddHosting());
        builder.Services.AddSingleton<IChatClient>(model);
    }
}
