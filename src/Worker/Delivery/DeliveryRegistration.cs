using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Workers.Worker.Delivery;

/// <summary>Registers what brings replies to their tenants.</summary>
internal static class DeliveryRegistration
{
    public static IServiceCollection AddDelivery(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<Drain>();
        return services
            .AddSingleton<AddressGuard>().AddSingleton<WebhookClient>().AddSingleton<Targets>()
            .AddSingleton(provider => ActivatorUtilities.CreateInstance<RetrySchedule>(provider, Random.Shared))
            .AddSingleton<Verdict>().AddSingleton<StoreRetry>();
    }
}
