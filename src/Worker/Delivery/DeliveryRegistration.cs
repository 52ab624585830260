using Microsoft.Extensions.DependencyInjection.Extensions;
using Workers.Contracts;
using Workers.Contracts.V1;
using Workers.Hosting.Messaging;
using Workers.Hosting.Options;

namespace Workers.Worker.Delivery;

/// <summary>Registers what brings replies to their tenants.</summary>
internal static class DeliveryRegistration
{
    public static IServiceCollection AddDelivery(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        return services
            .AddSingleton<AddressGuard>().AddSingleton<WebhookClient>().AddSingleton<Targets>()
            .AddSingleton(provider => new RetrySchedule(provider.GetRequiredService<WebhooksOptions>(), Random.Shared))
            .AddSingleton(provider => new Deferral(provider.GetRequiredService<RetrySchedule>(), Random.Shared))
            .AddSingleton<Verdict>().AddSingleton<Endpoints>().AddSingleton<AddressSwitch>()
            .AddSingleton<Sender>().AddSingleton<AttemptEnder>();
    }

    /// <summary>Takes replies to deliver, <c>Worker:DeliverySlots</c> at a time.</summary>
    public static HintConsumers OnReplies(this HintConsumers consumers, WorkerOptions worker)
    {
        DeliveryMetrics.Show();
        return consumers.On<ReplyReady, ReplyReadyConsumer>(QueueNames.Replies, worker.DeliverySlots);
    }
}
