using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Workers.Conversations;

/// <summary>How a host takes the store into use. It needs an <c>IConnectionMultiplexer</c>.</summary>
public static class ConversationsRegistration
{
    /// <summary>Registers the store and what keeps it open.</summary>
    public static IServiceCollection AddConversations(
        this IServiceCollection services, Func<IServiceProvider, ConversationSettings> settings)
    {
        if (services.Any(service => service.ServiceType == typeof(ConversationStore)))
            return services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(settings);
        services.AddSingleton<ConversationStore>();
        return services.AddHostedService<StoreOpener>();
    }

    /// <summary>Registers the sweeper, once for a process; it publishes through <c>IHintQueue</c>.</summary>
    public static IServiceCollection AddSweeper(this IServiceCollection services)
    {
        SweeperMetrics.Show();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, Sweeper>());
        return services;
    }
}
