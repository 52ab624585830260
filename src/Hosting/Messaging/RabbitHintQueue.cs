using System.Text.Json;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Workers.Contracts;
using Workers.Contracts.V1;

namespace Workers.Hosting.Messaging;

/// <summary>
/// Publishes with confirms on a connection that does nothing else, so that an alarm that blocks publishers stops no
/// acknowledgement; looks into queues on another one, which an alarm does not block.
/// </summary>
internal sealed class RabbitHintQueue(BrokerLink publishing, BrokerLink looking) : IHintQueue, IAsyncDisposable
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LookLimit = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan OpenLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AbortLimit = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private Task<IChannel?>? _opening;
    private IChannel? _channel;

    public bool IsReachable => publishing.IsUsable;

    public bool StartsEmpty => false;

    public Task PublishAsync(QueryReady hint, CancellationToken cancellation) => PublishAsync<QueryReady>(
        QueueNames.Queries, JsonSerializer.SerializeToUtf8Bytes(hint, HintJson.Default.QueryReady), cancellation);

    public Task PublishAsync(ReplyReady hint, CancellationToken cancellation) => PublishAsync<ReplyReady>(
        QueueNames.Replies, JsonSerializer.SerializeToUtf8Bytes(hint, HintJson.Default.ReplyReady), cancellation);

    public async Task<bool> IsDrainedAsync(string queue, CancellationToken cancellation)
    {
        if (!looking.IsUsable)
            return false;

        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bound.CancelAfter(LookLimit);
        try
        {
            return await Look.AtAsync(looking, queue, bound.Token) is not { Ready: > 0 };
        }
        catch (Exception failure) when (IsOutage(failure) && !cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_channel is { } channel)
            await channel.DisposeAsync();
    }

    private async Task PublishAsync<T>(string queue, byte[] body, CancellationToken cancellation)
    {
        while (!await TryPublishAsync(queue, typeof(T), body, cancellation))
            await Task.Delay(RetryAfter, cancellation);
        MessagingMetrics.Published(typeof(T));
    }

    private async Task<bool> TryPublishAsync(string queue, Type message, byte[] body, CancellationToken cancellation)
    {
        var channel = await ChannelAsync(cancellation);
        if (channel is null)
            return false;

        try
        {
            await channel.BasicPublishAsync("", queue, mandatory: true, HintTopology.Properties(message), body, cancellation);
            return true;
        }
        catch (Exception failure) when (IsOutage(failure) && !cancellation.IsCancellationRequested)
        {
            if (failure is PublishException { IsReturn: true })
                await RetireAsync(channel); // the queue is gone: the next channel declares it again
            return false;
        }
    }

    private async Task<IChannel?> ChannelAsync(CancellationToken cancellation)
    {
        var connection = await publishing.ConnectionAsync(cancellation);
        if (_channel is { IsOpen: true } open)
            return open;

        // One opening for all who wait: somebody's impatience ends his own wait, not what the others wait for.
        Task<IChannel?> opening;
        lock (_gate)
            opening = _opening = _opening is { IsCompleted: false } ? _opening : OpenAsync(connection);
        return await opening.WaitAsync(cancellation);
    }

    private async Task<IChannel?> OpenAsync(IConnection connection)
    {
        using var bound = new CancellationTokenSource(OpenLimit);
        try
        {
            return _channel = await DeclaredAsync(connection, bound.Token);
        }
        catch (Exception failure) when (failure is OperationCanceledException or TimeoutException)
        {
            // The client forgets a channel that is not opened in time, but not its number: take a new connection.
            await connection.AbortAsync(AbortLimit);
            return null;
        }
        catch (Exception failure) when (IsOutage(failure))
        {
            return null;
        }
    }

    private static async Task<IChannel> DeclaredAsync(IConnection connection, CancellationToken cancellation)
    {
        // No limiter: who publishes waits for the confirm, so there are never more on the way than slots and requests.
        var channel = await connection.CreateChannelAsync(new CreateChannelOptions(
            publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true, null), cancellation);
        try
        {
            await HintTopology.DeclareAsync(channel, cancellation);
            return channel;
        }
        catch
        {
            await channel.DisposeAsync();
            throw;
        }
    }

    private async Task RetireAsync(IChannel channel)
    {
        if (Interlocked.CompareExchange(ref _channel, null, channel) == channel)
            await channel.DisposeAsync();
    }

    internal static bool IsOutage(Exception failure) => failure
        is RabbitMQClientException or IOException or ObjectDisposedException or OperationCanceledException or TimeoutException;
}
