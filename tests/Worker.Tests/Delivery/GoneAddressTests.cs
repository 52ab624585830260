using Workers.Contracts.V1;
using Workers.Conversations;
using Workers.Testing;
using Workers.Worker.Delivery;

namespace Workers.Worker.Tests.Delivery;

/// <summary>An address that has answered 410.</summary>
public sealed class GoneAddressTests(SharedRedis redis) : IClassFixture<SharedRedis>
{
    private static readonly (DeliveryStatus, int?, string?) Gone = (DeliveryStatus.Discarded, 410, null);
    private static readonly (DeliveryStatus, int?, string?) Off = (DeliveryStatus.Discarded, null, Errors.AddressOff);
    private int code = 410;

    [SkippableFact]
    public async Task Nothing_more_is_sent_to_it_by_any_worker()
    {
        await using var receiver = await StartReceiverAsync();
        await using var worker = await StartAsync(receiver);
        await using var other = await StartAsync(receiver);
        Assert.Equal(Gone, await DeliverAsync(worker, await worker.EndQueryAsync()));
        code = 200;
        foreach (var each in (Deliveries[])[worker, other])
            Assert.Equal(Off, await DeliverAsync(each, await each.EndQueryAsync()));
        Assert.Single(receiver.Inbox);
    }

    [SkippableFact]
    public async Task A_retry_that_was_planned_before_is_discarded_when_it_is_due()
    {
        await using var receiver = await StartReceiverAsync();
        await using var worker = await StartAsync(receiver);
        code = 500;
        var planned = await worker.EndQueryAsync();
        Assert.Equal((DeliveryStatus.Pending, 500, null), await DeliverAsync(worker, planned));
        code = 410;
        await DeliverAsync(worker, await worker.EndQueryAsync());
        code = 200;
        await Eventually.TrueAsync(async () => (await DeliverAsync(worker, planned)).Status == DeliveryStatus.Discarded,
            TimeSpan.FromSeconds(20), "it is due");
        Assert.Equal(2, receiver.Inbox.Count);
    }

    [SkippableFact]
    public async Task A_delivery_that_is_asked_for_again_is_sent_and_its_success_switches_the_address_on()
    {
        await using var receiver = await StartReceiverAsync();
        await using var worker = await StartAsync(receiver);
        var (gone, discarded) = (await worker.EndQueryAsync(), await worker.EndQueryAsync());
        await DeliverAsync(worker, gone);
        await DeliverAsync(worker, discarded);
        Assert.Equal(Gone, await DeliverAsync(worker, await worker.AskAgainAsync(gone)));
        Assert.Equal(Off, await DeliverAsync(worker, await worker.EndQueryAsync()));
        code = 204;
        var asked = await worker.AskAgainAsync(discarded);
        Assert.Equal((DeliveryStatus.Delivered, 204, null), await DeliverAsync(worker, asked));
        Assert.Equal((DeliveryStatus.Delivered, 204, null), await DeliverAsync(worker, await worker.EndQueryAsync()));
        Assert.Equal(4, receiver.Inbox.Count);
    }

    [SkippableFact]
    public async Task The_tenants_other_addresses_stay_in_use_and_a_query_may_not_name_the_gone_one()
    {
        await using var receiver = await StartReceiverAsync();
        var own = new Uri(receiver.Url, "/own");
        await using var worker = await StartAsync(receiver, own);
        Assert.Equal(Gone, await DeliverAsync(worker, await worker.EndQueryAsync(replyTo: receiver.Url)));
        code = 200;
        Assert.Equal(Off, await DeliverAsync(worker, await worker.EndQueryAsync(replyTo: receiver.Url)));
        Assert.Equal((DeliveryStatus.Delivered, 200, null), await DeliverAsync(worker, await worker.EndQueryAsync()));
    }

    private Task<Receiver> StartReceiverAsync() => Receiver.StartAsync(context =>
    {
        context.Response.StatusCode = code;
        return Task.CompletedTask;
    });

    private Task<Deliveries> StartAsync(Receiver receiver, Uri? own = null) => Deliveries.StartAsync(
        redis.Server.ConnectionString, Deliveries.To(own ?? receiver.Url) with { ReplyHosts = [receiver.Url.Authority] });

    private static async Task<(DeliveryStatus Status, int? Code, string? Error)> DeliverAsync(
        Deliveries worker, ReplyReady hint)
    {
        await worker.Consumer.DeliverAsync(hint);
        var delivery = await worker.ListedAsync(hint);
        return (delivery.Status, delivery.Attempts[^1].Code, delivery.Attempts[^1].Error);
    }
}
