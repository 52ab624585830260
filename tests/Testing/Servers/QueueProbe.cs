using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Workers.Testing;

/// <summary>Looks into the queues, and takes them away, as a broker's operator would.</summary>
public sealed class QueueProbe(string broker) : IAsyncDisposable
{
    /// <summary>The queue of hints that queries can run.</summary>
    public const string Queries = "workers.queries";

    /// <summary>The queue of hints that replies can be sent.</summary>
    public const string Replies = "workers.replies";

    private readonly ConnectionFactory _factory = new() { Uri = new Uri(broker), AutomaticRecoveryEnabled = false };
    private IConnection? _connection;

    /// <summary>How many messages wait in a queue now, by the broker's own count; none when there is no queue.</summary>
    public async Task<uint> ReadyAsync(string queue)
    {
        await using var channel = await ChannelAsync();
        try
        {
            return (await channel.QueueDeclarePassiveAsync(queue)).MessageCount;
        }
        catch (OperationInterruptedException absent) when (absent.ShutdownReason?.ReplyCode == Constants.NotFound)
        {
            return 0;
        }
    }

    /// <summary>Takes a queue away with all that is in it.</summary>
    public async Task DeleteAsync(string queue)
    {
        await using var channel = await ChannelAsync();
        await channel.QueueDeleteAsync(queue);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
        {
            await _connection.DisposeAsync();
        }
    }

    private async Task<IChannel> ChannelAsync()
    {
        if (_connection is not { IsOpen: true })
        {
            _connection = await _factory.CreateConnectionAsync();
        }

        return await _connection.CreateChannelAsync();
    }
}
