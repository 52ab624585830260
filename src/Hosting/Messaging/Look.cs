using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Workers.Hosting.Messaging;

/// <summary>What a passive declare shows of a queue: hints that nobody has yet, and who consumes.</summary>
internal sealed record Look(uint Ready, uint Consumers)
{
    /// <summary>Null when there is no such queue.</summary>
    public static async Task<Look?> AtAsync(BrokerLink link, string queue, CancellationToken cancellation)
    {
        var connection = await link.ConnectionAsync(cancellation);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellation);
        try
        {
            var seen = await channel.QueueDeclarePassiveAsync(queue, cancellation);
            return new Look(seen.MessageCount, seen.ConsumerCount);
        }
        catch (OperationInterruptedException refusal) when (refusal.ShutdownReason?.ReplyCode == Constants.NotFound)
        {
            return null;
        }
    }
}
