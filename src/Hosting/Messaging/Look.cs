using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Workers.Hosting.Messaging;

/// <summary>What a passive declare shows of a queue: hints that nobody has yet, and who consumes.</summary>
internal sealed record Look(uint Ready, uint Consumers)
{
    private static readonly TimeSpan AbortLimit = TimeSpan.FromSeconds(1);

    /// <summary>Null when there is no such queue.</summary>
    public static async Task<Look?> AtAsync(BrokerLink link, string queue, CancellationToken cancellation)
    {
        var connection = await link.ConnectionAsync(cancellation);
        await using var channel = await OpenAsync(connection, cancellation);
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

    private static async Task<IChannel> OpenAsync(IConnection connection, CancellationToken cancellation)
    {
        try
        {
            return await connection.CreateChannelAsync(cancellationToken: cancellation);
        }
        catch (Exception failure) when (failure is OperationCanceledException or TimeoutException)
        {
            // The client forgets a channel that is not opened in time, but not its number: take a new connection.
            await connection.AbortAsync(AbortLimit);
            throw;
        }
    }
}
