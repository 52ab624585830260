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
    public async Task<Rates> RunAsync(string tenant)
    {
        await using var ingress = await StartAsync(WithIngress);
        var submitting = await SubmitAsync(ingress, tenant);
        var watch = Stopwatch.StartNew();
        await using var worker = await StartAsync(WithWorker);
        await AnsweredAsync(ingress, tenant);
        var answering = watch.Elapsed;
        await Audit.CheckAsync(plan, tenant, ingress.Services.GetRequiredService<ConversationStore>());
        return Rates.Of(plan, submitting, answering);
    }

    /// <summary>Submits while the worker answers.</summary>
    public async Task<Rates> BurstAsync(string tenant)
    {
        await using var ingress = await StartAsync(WithIngress);
        await using var worker = await StartAsync(WithWorker);
        var watch = Stopwatch.StartNew();
        var submitting = await SubmitAsync(ingress, tenant);
        await AnsweredAsync(ingress, tenant);
        var answering = watch.Elapsed;
        await Audit.CheckAsync(plan, tenant, ingress.Services.GetRequiredService<ConversationStore>());
        return Rates.Of(plan, submitting, answering);
    }

    private async Task<TimeSpan> SubmitAsync(WebApplication ingress, string tenant)
    {
        var store = ingress.Services.GetRequiredService<ConversationStore>();
        var hints = ingress.Services.GetRequiredService<IHintQueue>();
        return await Workload.SubmitAsync(plan, tenant, async conversation =>
        {
            var submission = await store.SubmitAsync(
                conversation, QueryId.New(conversation), Workload.Query(conversation), plan.PerConversation);
            if (submission is Submission.Accepted { Next: { } next })
                await hints.PublishAsync(next, CancellationToken.None);
        });
    }

    private static async Task AnsweredAsync(WebApplication ingress, string tenant)
    {
        var store = ingress.Services.GetRequiredService<ConversationStore>();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while ((await store.ReadBacklogAsync([tenant], patience.Token)).QueriesLive > 0)
            await timer.WaitForNextTickAsync(patience.Token);
    }

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

    private void WithWorker(WebApplicationBuilder builder)
    {
        builder.AddWorker(builder.AddHosting());
        builder.Services.AddSingleton<IChatClient>(new CountingModel(plan.AgentWait));
    }
}
