using Workers.Contracts;
using Workers.Contracts.V1;
using Workers.Hosting.Messaging;
using Workers.Hosting.Options;
using Workers.Worker.Agent;

namespace Workers.Worker.Answering;

/// <summary>Registers what answers queries.</summary>
internal static class AnsweringRegistration
{
    public static IServiceCollection AddAnswering(this IServiceCollection services, AllOptions options)
    {
        AnsweringMetrics.Show();
        AgentMetrics.Show();
        return services
            .AddAgent(options.Agent)
            .AddSingleton<SuspectGate>().AddSingleton<Asking>().AddSingleton<TurnStarter>().AddSingleton<TurnEnder>()
            .AddSingleton<LeaseKeeper>().AddHostedService(provider => provider.GetRequiredService<LeaseKeeper>());
    }

    /// <summary>Takes conversations to answer, <c>Worker:Slots</c> at a time.</summary>
    public static HintConsumers OnQueries(this HintConsumers consumers, WorkerOptions worker) =>
        consumers.On<QueryReady, QueryReadyConsumer>(QueueNames.Queries, worker.Slots);
}
