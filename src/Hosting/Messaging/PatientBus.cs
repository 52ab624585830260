using MassTransit;
using MassTransit.Configuration;
using MassTransit.RabbitMqTransport.Configuration;
using MassTransit.Transports;

namespace Workers.Hosting.Messaging;

/// <summary>
/// Makes a bus that consumes again about a second after its broker is back, however often it was lost. The library's
/// own waits
/// up to 31 s after some losses, gives up for good on errors that it does not list, and consumes nothing until all
/// that was in
/// flight when the channel closed has ended, for which it waits without a limit.
/// </summary>
internal sealed class PatientBusFactory(
    PatientBusConfiguration bus, Action<IBusRegistrationContext, IRabbitMqBusFactoryConfigurator> configure)
    : TransportRegistrationBusFactory<IRabbitMqReceiveEndpointConfigurator>(bus.HostConfiguration)
{
    // Only for a channel that was lost: an orderly stop waits as long as MassTransitHostOptions say.
    private static readonly TimeSpan WaitAfterLoss = TimeSpan.FromMilliseconds(200);

    public override IBusInstance CreateBus(
        IBusRegistrationContext context, IEnumerable<IBusInstanceSpecification> specifications, string busName)
    {
        var instance = CreateBus(new RabbitMqBusFactoryConfigurator(bus), context, configure, specifications);
        bus.HostConfiguration.StopTimeout = WaitAfterLoss;
        return instance;
    }
}

/// <summary>The library's configuration of a bus, around a patient host.</summary>
internal sealed class PatientBusConfiguration : RabbitMqBusConfiguration, IRabbitMqBusConfiguration
{
    public PatientBusConfiguration() : this(new RabbitMqTopologyConfiguration(RabbitMqBusFactory.CreateMessageTopology()))
    {
    }

    private PatientBusConfiguration(RabbitMqTopologyConfiguration topology) : base(topology) =>
        HostConfiguration = new PatientHostConfiguration(this, topology);

    public new IRabbitMqHostConfiguration HostConfiguration { get; }

    IHostConfiguration IBusConfiguration.HostConfiguration => HostConfiguration;

    ConnectHandle IEndpointConfigurationObserverConnector.ConnectEndpointConfigurationObserver(
        IEndpointConfigurationObserver observer) => HostConfiguration.ConnectEndpointConfigurationObserver(observer);
}

/// <summary>A host that tries again after every failure, one second later.</summary>
internal sealed class PatientHostConfiguration(IRabbitMqBusConfiguration bus, IRabbitMqTopologyConfiguration topology)
    : RabbitMqHostConfiguration(bus, topology)
{
    // The transport adds a second of its own to every wait.
    public override IRetryPolicy ReceiveTransportRetryPolicy { get; } =
        Retry.CreatePolicy(retry => retry.Incremental(int.MaxValue, TimeSpan.Zero, TimeSpan.Zero));
}
