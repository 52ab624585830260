using MassTransit;
using RabbitMQ.Client;
using Workers.Hosting.Options;

namespace Workers.Hosting.Messaging;

/// <summary>The broker's address, read in one way for our own connections and for the bus.</summary>
internal static class Broker
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(5);

    public static bool IsAddress(string text)
    {
        try
        {
            return new ConnectionFactory { Uri = new Uri(text) }.HostName.Length > 0;
        }
        catch (Exception refusal) when (refusal is ArgumentException or UriFormatException)
        {
            return false;
        }
    }

    /// <summary>Without the client's recovery: <see cref="BrokerLink"/> connects again, and declares again what may
    /// be gone.</summary>
    public static ConnectionFactory Factory(ConnectionOptions connections) => new()
    {
        Uri = new Uri(connections.RabbitMq),
        AutomaticRecoveryEnabled = false,
        TopologyRecoveryEnabled = false,
        RequestedHeartbeat = Heartbeat,
        RequestedConnectionTimeout = ConnectLimit,
        HandshakeContinuationTimeout = AnswerLimit,
        ContinuationTimeout = AnswerLimit,
    };

    public static void Host(IRabbitMqBusFactoryConfigurator bus, ConnectionOptions connections)
    {
        var address = Factory(connections);
        bus.Host(address.HostName, (ushort)address.Endpoint.Port, address.VirtualHost, "workers consume", host =>
        {
            host.Username(address.UserName);
            host.Password(address.Password);
            host.Heartbeat(Heartbeat);
            host.RequestedConnectionTimeout(ConnectLimit);
            host.ContinuationTimeout(AnswerLimit);
            if (address.Ssl.Enabled)
                host.UseSsl(ssl => ssl.ServerName = address.HostName);
        });
    }
}
