using Workers.Contracts.V1;
using Workers.Conversations;
using Workers.Conversations.Tests;
using Workers.Hosting.Options;
using Workers.Testing;

namespace Workers.Worker.Tests.Delivery;

/// <summary>A tenant that wants a conversation's replies one after the other.</summary>
public sealed class InOrderTests(SharedRedis redis) : IClassFixture<SharedRedis>
{
    private readonly Wire wire = new();
    private readonly string ticket = $"ticket-{Guid.NewGuid():N}";
    private int code = 500;

    [SkippableFact]
    public async Task A_reply_waits_until_the_one_before_is_delivered_and_spends_no_attempt()
    {
        await using var receiver = await StartReceiverAsync();
        await using var worker = await StartAsync(receiver, inOrder: true);
        var (first, second) = (await EndAsync(worker), await EndAsync(worker));
        var elsewhere = await worker.EndQueryAsync();
        await worker.Consumer.DeliverAsync(first);
        await worker.Consumer.DeliverAsync(second);
        Assert.Equal(new DeliveryView(second.DeliveryId, DeliveryStatus.Pending, 0), await worker.ReadAsync(second));
        code = 200;
        await worker.Consumer.DeliverAsync(elsewhere);
        Assert.Equal(DeliveryStatus.Delivered, (await worker.ReadAsync(elsewhere)).Status);
        wire.Now += 7000; // both are due
        await worker.Consumer.DeliverAsync(first);
        await worker.Consumer.DeliverAsync(second);
        Assert.Equal([first.DeliveryId, elsewhere.DeliveryId, first.DeliveryId, second.DeliveryId], Ids(receiver));
        Assert.Equal(new DeliveryView(second.DeliveryId, DeliveryStatus.Delivered, 1), await worker.ReadAsync(second));
    }

    [SkippableFact]
    public async Task A_reply_whose_forerunner_is_15_minutes_old_waits_no_more()
    {
        await using var receiver = await StartReceiverAsync();
        await using var worker = await StartAsync(receiver, inOrder: true);
        var (first, second) = (await EndAsync(worker), await EndAsync(worker));
        await worker.Consumer.DeliverAsync(first);
        code = 200;
        wire.Now += (long)TimeSpan.FromMinutes(14.9).TotalMilliseconds;
        await worker.Consumer.DeliverAsync(second);
        Assert.Equal([first.DeliveryId], Ids(receiver));
        wire.Now += (long)TimeSpan.FromMinutes(0.2).TotalMilliseconds;
        await worker.Consumer.DeliverAsync(second);
        Assert.Equal([first.DeliveryId, second.DeliveryId], Ids(receiver));
    }

    [SkippableFact]
    public async Task A_reply_that_was_asked_for_waits_for_none()
    {
        await using var receiver = await StartReceiverAsync();
        await using var worker = await StartAsync(receiver, inOrder: true);
        var (first, second) = (await EndAsync(worker), await EndAsync(worker));
        await worker.Consumer.DeliverAsync(first);
        await worker.Consumer.DeliverAsync(await worker.AskAgainAsync(second));
        Assert.Equal([first.DeliveryId, second.DeliveryId], Ids(receiver));
    }

    [SkippableFact]
    public async Task Nobody_else_waits()
    {
        await using var receiver = await StartReceiverAsync();
        await using var worker = await StartAsync(receiver, inOrder: false);
        var (first, second) = (await EndAsync(worker), await EndAsync(worker));
        await worker.Consumer.DeliverAsync(first);
        await worker.Consumer.DeliverAsync(second);
        Assert.Equal([first.DeliveryId, second.DeliveryId], Ids(receiver));
    }

    private Task<ReplyReady> EndAsync(Deliveries worker) => worker.EndQueryAsync(conversationId: ticket);

    private static IEnumerable<string> Ids(Receiver receiver) =>
        receiver.Inbox.Select(post => post.Headers["webhook-id"].ToString());

    private Task<Receiver> StartReceiverAsync() => Receiver.StartAsync(context =>
    {
        context.Response.StatusCode = code;
        return Task.CompletedTask;
    });

    private Task<Deliveries> StartAsync(Receiver receiver, bool inOrder) => Deliveries.StartAsync(
        redis.Server.ConnectionString, new() { ["acme"] = Deliveries.To(receiver.Url, inOrder) }, new WebhooksOptions(),
        wire: wire);
}
