using RabbitMQ.Client;

namespace Workers.EndToEnd.Tests;

/// <summary>Looks into the queues, and takes them away, as a broker's operator would.</summary>
internal sealed class QueueProbe(string broker) : IAsyncDisposable
{
    public const string Queries = "workers.queries";
    public const string Replies = "workers.replies";

    private readonly ConnectionFactory _factory = new() { Uri = new Uri(broker), AutomaticRecoveryEnabled = false };
    private IConnection? _connection;

    /// <summary>How many messages wait in a queue now; the broker's own count.</summary>
    public async Task<uint> ReadyAsync(string queue)
    {
        await using var channel = await ChannelAsync();
        return (await channel.QueueDeclarePassiveAsync(queue)).MessageCount;
    }

    public async Task DeleteAsync(string queue)
    {
        await using var channel = await ChannelAsync();
        await channel.QueueDeleteAsync(queue);
    }

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
