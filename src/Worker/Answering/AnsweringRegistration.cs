using Workers.Hosting.Options;
using Workers.Worker.Agent;

namespace Workers.Worker.Answering;

/// <summary>Registers what answers queries.</summary>
internal static class AnsweringRegistration
{
    public static IServiceCollection AddAnswering(this IServiceCollection services, AllOptions options)
    {
        AnsweringMetrics.Slots.Set(options.Worker.Slots);
        return services
            .AddAgent(options.Agent)
            .AddSingleton<SuspectGate>().AddSingleton<Asking>().AddSingleton<TurnStarter>().AddSingleton<TurnEnder>()
            .AddSingleton<LeaseKeeper>().AddHostedService(provider => provider.GetRequiredService<LeaseKeeper>());
    }
}
