using System.Text.Json;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Workers.Contracts;
using Workers.Contracts.V1;

namespace Workers.Chaos.World;

/// <summary>A query that was accepted, and the webhook that told of its end.</summary>
internal sealed record KnownQuery(string Conversation, string Id, DateTimeOffset At, string? WebhookId);

/// <summary>Publishes copies of the product's own messages, straight to the broker.</summary>
internal sealed class Hints(string broker)
{
    public async Task PublishAsync(IReadOnlyList<KnownQuery> queries, CancellationToken stop)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(stop);
        bound.CancelAfter(TimeSpan.FromSeconds(30));
        await using var connection = await ConnectAsync(bound.Token);
        await using var channel = await connection.CreateChannelAsync(null, bound.Token);
        foreach (var query in queries)
        {
            var stamp = query.At.ToUnixTimeMilliseconds();
            await PublishAsync(channel, QueueNames.Queries, "workers.query-ready.v1", new QueryReady
            {
                Tenant = Settings.Tenant, ConversationId = query.Conversation, Epoch = 0, QueryId = query.Id,
                PublishedAt = stamp,
            }, bound.Token);
            if (query.WebhookId is { } delivery)
                await PublishAsync(channel, QueueNames.Replies, "workers.reply-ready.v1", new ReplyReady
                {
                    Tenant = Settings.Tenant, DeliveryId = delivery, PublishedAt = stamp,
                }, bound.Token);
        }
    }

    // the broker may be away itself: as soon as it is back
    private async Task<IConnection> ConnectAsync(CancellationToken stop)
    {
        var factory = new ConnectionFactory { Uri = new Uri(broker), AutomaticRecoveryEnabled = false };
        while (true)
        {
            try
            {
                return await factory.CreateConnectionAsync(stop);
            }
            catch (BrokerUnreachableException)
            {
                await Task.Delay(TimeSpan.FromSeconds(0.5), stop);
            }
        }
    }

    private static async Task PublishAsync<T>(
        IChannel channel, string queue, string type, T message, CancellationToken stop) =>
        await channel.BasicPublishAsync("", queue, mandatory: true,
            new BasicProperties { Type = type, ContentType = "application/json", Persistent = true },
            JsonSerializer.SerializeToUtf8Bytes(message, JsonSerializerOptions.Web), stop);
}
