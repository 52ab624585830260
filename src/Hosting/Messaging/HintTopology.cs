using MassTransit;
using RabbitMQ.Client;
using Workers.Contracts;
using Workers.Contracts.V1;

namespace Workers.Hosting.Messaging;

/// <summary>
/// What the broker holds, declared by whoever connects first, publisher or consumer: one durable quorum queue for
/// each kind of
/// hint, and nothing else. Hints go to their queue through the default exchange, so there is no binding that could be
/// missing.
/// </summary>
internal static class HintTopology
{
    // Never a delivery limit: -1 loses messages on RabbitMQ 3, and absence means 20 on 4, where a policy sets it.
    private static readonly Dictionary<string, object?> QueueArguments = new() { ["x-queue-type"] = "quorum" };

    /// <summary>The names that hints have on the wire, as AMQP's <c>type</c>; a change is a new version of the
    /// message.</summary>
    public static IReadOnlyDictionary<Type, string> WireNames { get; } = new Dictionary<Type, string>
    {
        [typeof(QueryReady)] = "workers.query-ready.v1",
        [typeof(ReplyReady)] = "workers.reply-ready.v1",
    };

    public static async Task DeclareAsync(IChannel channel, CancellationToken cancellation)
    {
        foreach (var queue in (string[])[QueueNames.Queries, QueueNames.Replies])
            await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, QueueArguments,
                cancellationToken: cancellation);
    }

    /// <summary>The same queue as a consumer sees it: unacknowledged means in flight, ready means waiting.</summary>
    public static void Receive(IReceiveEndpointConfigurator endpoint, int slots)
    {
        endpoint.PrefetchCount = slots;
        endpoint.ConcurrentMessageLimit = slots;
        endpoint.ConfigureConsumeTopology = false;
        endpoint.PublishFaults = false;
        if (endpoint is IRabbitMqReceiveEndpointConfigurator rabbit)
            rabbit.SetQuorumQueue();
    }

    public static BasicProperties Properties(Type message) => new()
    {
        Type = WireNames[message],
        ContentType = "application/json",
        Persistent = true,
    };
}
