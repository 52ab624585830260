using MassTransit;
using Workers.Conversations;
using Workers.Hosting.Messaging;
using Workers.Hosting.Options;
using Workers.Hosting.Redis;
using Workers.Worker.Answering;
using Workers.Worker.Delivery;

namespace Workers.Worker;

/// <summary>The pool's side: answers queries and delivers their replies, whichever roles the process has.</summary>
public static class WorkerHost
{
    /// <summary>Registers what the roles need, after <c>AddHosting</c>. Hosted services stop in reverse order: consuming first,
    /// leases and publishing last, so that a drain can finish what it has begun.</summary>
    public static WebApplicationBuilder AddWorker(this WebApplicationBuilder builder, AllOptions options)
    {
        var (services, worker) = (builder.Services, options.Worker);
        services.AddRedis().AddHintPublisher().AddConversations(StoreSettings.Of).AddSweeper();
        services.AddSingleton<Drain>().AddSingleton<StoreRetry>().AddSingleton<HintPublisher>();
        services.AddHandBack().AddDelivery();
        AnsweringMetrics.Slots.Set(worker.Roles.HasFlag(WorkerRoles.Agent) ? worker.Slots : 0);
        if (worker.Roles.HasFlag(WorkerRoles.Agent))
            services.AddAnswering(options);
        services.AddHintConsumers(consumers =>
        {
            if (worker.Roles.HasFlag(WorkerRoles.Agent))
                consumers.OnQueries(worker);
            if (worker.Roles.HasFlag(WorkerRoles.Webhooks))
                consumers.OnReplies(worker);
        });
        return builder;
    }

    /// <summary>Registers what a drain gives back.</summary>
    internal static IServiceCollection AddHandBack(this IServiceCollection services) => services
        .AddSingleton<Intake>().AddSingleton<HandBack>()
        .AddSingleton<IReceiveEndpointObserver>(provider => provider.GetRequiredService<Intake>());
}
