using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Workers.Contracts;
using Workers.Hosting.Options;

namespace Workers.Hosting.Messaging;

/// <summary>
/// Registers the way of hints. Hosted services stop in reverse order: add the publisher first, then what a drain
/// needs, then
/// the consumers, so that consuming stops first and publishing last.
/// </summary>
public static class HintRegistration
{
    private const string Publish = "publish";
    private const string Look = "look into queues";

    // A bus that stops gives up waiting for its consumers a little after the drain that ends them.
    private static readonly TimeSpan DrainMargin = TimeSpan.FromSeconds(5);

    /// <summary>Keeps hints in this process' memory; call it before the others. For a single process with everything
    /// in it.</summary>
    public static IServiceCollection UseInMemoryHints(this IServiceCollection services) =>
        services.AddSingleton<InMemoryHintQueue>();

    /// <summary>Adds <see cref="IHintQueue"/>. Its connections are kept open from the start on; a broker that is down
    /// is waited for.</summary>
    public static IServiceCollection AddHintPublisher(this IServiceCollection services)
    {
        MessagingMetrics.Show();
        if (IsInMemory(services))
            return services.AddSingleton<IHintQueue>(provider => provider.GetRequiredService<InMemoryHintQueue>());
        if (services.Any(service => service.ServiceType == typeof(IHintQueue)))
            return services;

        AddLink(services, Publish);
        AddLink(services, Look);
        return services.AddSingleton<IHintQueue>(provider => new RabbitHintQueue(
            provider.GetRequiredKeyedService<BrokerLink>(Publish), provider.GetRequiredKeyedService<BrokerLink>(Look)));
    }

    /// <summary>Adds the bus that consumes; it stops taking hints first, then waits for those in flight until the
    /// drain is over.</summary>
    public static IServiceCollection AddHintConsumers(this IServiceCollection services, Action<HintConsumers> configure)
    {
        var consumers = new HintConsumers();
        configure(consumers);
        var isInMemory = IsInMemory(services);
        if (!isInMemory)
            AddWatch(services);
        foreach (var consumer in consumers.All)
            services.AddSingleton(provider => Pulse(provider, consumer));
        services.AddOptions<MassTransitHostOptions>().Configure<WorkerOptions>((host, worker) =>
            host.StopTimeout = worker.DrainTimeout + DrainMargin);

        return services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            bus.AddConsumers([.. consumers.All.Select(consumer => consumer.Type).Distinct()]);
            if (isInMemory)
                bus.UsingInMemory((context, memory) => Receive(context, memory, consumers));
            else
                bus.SetBusFactory(new PatientBusFactory(new PatientBusConfiguration(), (context, rabbit) =>
                {
                    Broker.Host(rabbit, context.GetRequiredService<ConnectionOptions>());
                    rabbit.UseRawJsonDeserializer(RawSerializerOptions.AnyMessageType, isDefault: true);
                    Receive(context, rabbit, consumers);
                }));
        });
    }

    private static void Receive(IBusRegistrationContext context, IReceiveConfigurator bus, HintConsumers consumers)
    {
        var log = context.GetRequiredService<ILogger<HintConsumers>>();
        var pulses = context.GetServices<ConsumerPulse>().ToDictionary(pulse => pulse.Queue);
        foreach (var consumer in consumers.All)
            bus.ReceiveEndpoint(consumer.Queue, endpoint =>
                consumer.Receive(context, endpoint, pulses[consumer.Queue], log));
    }

    private static ConsumerPulse Pulse(IServiceProvider provider, HintConsumer consumer)
    {
        // Resolved at the first hint: the queue in memory needs the bus, and the bus needs the pulses.
        var memory = new Lazy<InMemoryHintQueue?>(provider.GetService<InMemoryHintQueue>);
        return new ConsumerPulse(consumer.Queue, consumer.Slots,
            provider.GetService<TimeProvider>() ?? TimeProvider.System, queue => memory.Value?.Taken(queue));
    }

    private static bool IsInMemory(IServiceCollection services) =>
        services.Any(service => service.ServiceType == typeof(InMemoryHintQueue));

    private static void AddWatch(IServiceCollection services) => services
        .AddSingleton(provider => new ConsumerWatch(
            [.. provider.GetServices<ConsumerPulse>()], provider.GetRequiredKeyedService<BrokerLink>(Look),
            provider.GetRequiredService<IBusControl>(), provider.GetService<TimeProvider>() ?? TimeProvider.System,
            provider.GetRequiredService<ILogger<ConsumerWatch>>()))
        .AddHostedService(provider => provider.GetRequiredService<ConsumerWatch>());

    private static void AddLink(IServiceCollection services, string purpose)
    {
        services.AddKeyedSingleton(purpose, (provider, _) => new BrokerLink(
            Broker.Factory(provider.GetRequiredService<ConnectionOptions>()), purpose,
            provider.GetRequiredService<ILogger<BrokerLink>>()));
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredKeyedService<BrokerLink>(purpose));
    }
}
