using Microsoft.AspNetCore.Http;
using Workers.Contracts.V1;
using Workers.Conversations;
using Workers.Hosting.Options;
using Workers.Testing;
using Workers.Worker.Delivery;

namespace Workers.Worker.Tests.Delivery;

public sealed class ReplyReadyConsumerTests(SharedRedis redis) : IClassFixture<SharedRedis>
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    [SkippableFact]
    public async Task A_reply_is_delivered_and_a_doubled_hint_sends_nothing()
    {
        await using var receiver = await Receiver.StartAsync(200);
        await using var worker = await StartAsync(receiver);
        var hint = await worker.EndQueryAsync();
        await worker.Consumer.DeliverAsync(hint);
        await worker.Consumer.DeliverAsync(hint);
        Assert.Equal(new DeliveryView(hint.DeliveryId, DeliveryStatus.Delivered, 1), await worker.ReadAsync(hint));
        Assert.Equal(hint.DeliveryId, Assert.Single(receiver.Inbox).Headers["webhook-id"]);
    }

    [SkippableFact]
    public async Task A_failing_receiver_is_tried_by_the_schedule_under_one_id_with_one_body()
    {
        await using var receiver = await Receiver.StartAsync(500);
        await using var worker = await StartAsync(receiver);
        var hint = await worker.EndQueryAsync();
        await DeliverUntilAsync(worker, hint, DeliveryStatus.Failed);
        Assert.Equal(3, receiver.Inbox.Count);
        Assert.Equal([hint.DeliveryId], receiver.Inbox.Select(post => post.Headers["webhook-id"].ToString()).Distinct());
        Assert.Single(receiver.Inbox.Select(post => Convert.ToHexString(post.Body)).Distinct());
    }

    [SkippableFact]
    public async Task A_failed_delivery_that_is_asked_for_again_has_its_whole_schedule_and_its_id()
    {
        await using var receiver = await Receiver.StartAsync(500);
        await using var worker = await StartAsync(receiver);
        var hint = await worker.EndQueryAsync();
        await DeliverUntilAsync(worker, hint, DeliveryStatus.Failed);
        Assert.True(QueryId.TryParseDelivery(hint.DeliveryId, out var id));
        Assert.IsType<Redelivery.Due>(await worker.Store.RedeliverAsync(hint.Tenant, id));
        await DeliverUntilAsync(worker, hint, DeliveryStatus.Failed);
        Assert.Equal(6, receiver.Inbox.Count);
        Assert.Equal([hint.DeliveryId], receiver.Inbox.Select(post => post.Headers["webhook-id"].ToString()).Distinct());
    }

    [SkippableFact]
    public async Task A_crash_between_the_post_and_its_end_sends_again_under_the_same_id()
    {
        await using var receiver = await Receiver.StartAsync(200);
        await using var worker = await StartAsync(receiver);
        var hint = await worker.EndQueryAsync();
        var begun = Assert.IsType<DeliveryBeginning.Begun>(
            await worker.Store.BeginDeliveryAsync(hint, "crashed", TimeSpan.FromMilliseconds(1)));
        await worker.Client.PostAsync(begun.Attempt, new Target.Address(receiver.Url, [Secret]), CancellationToken.None);

        await DeliverUntilAsync(worker, hint, DeliveryStatus.Delivered);

        Assert.Equal(2, (await worker.ReadAsync(hint)).Attempts);
        Assert.Equal([hint.DeliveryId, hint.DeliveryId],
            receiver.Inbox.Select(post => post.Headers["webhook-id"].ToString()));
    }

    [SkippableFact]
    public async Task A_receiver_that_is_gone_gets_nothing_more()
    {
        await using var receiver = await Receiver.StartAsync(410);
        await using var worker = await StartAsync(receiver);
        var hint = await worker.EndQueryAsync();
        await worker.Consumer.DeliverAsync(hint);
        Assert.Equal(DeliveryStatus.Discarded, (await worker.ReadAsync(hint)).Status);
    }

    [SkippableFact]
    public async Task A_tenant_that_is_no_longer_configured_gets_nothing()
    {
        await using var receiver = await Receiver.StartAsync(200);
        await using var worker = await StartAsync(receiver);
        var hint = await worker.EndQueryAsync("gone");
        await worker.Consumer.DeliverAsync(hint);
        Assert.Equal(DeliveryStatus.Discarded, (await worker.ReadAsync(hint)).Status);
        Assert.Empty(receiver.Inbox);
    }

    [SkippableFact]
    public async Task A_mistake_of_ours_is_a_failed_attempt_and_not_tried_for_ever()
    {
        await using var receiver = await Receiver.StartAsync(200);
        await using var worker = await StartAsync(receiver, secret: "whsec_");
        var hint = await worker.EndQueryAsync();
        await DeliverUntilAsync(worker, hint, DeliveryStatus.Failed);
        Assert.Equal(3, (await worker.ReadAsync(hint)).Attempts);
    }

    [SkippableFact]
    public async Task A_drain_that_is_over_drops_the_attempt_and_leaves_the_delivery_due()
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var receiver = await Receiver.StartAsync(async context =>
        {
            arrived.SetResult();
            await Task.Delay(-1, context.RequestAborted);
        });
        await using var worker = await StartAsync(receiver);
        var hint = await worker.EndQueryAsync();
        var delivering = worker.Consumer.DeliverAsync(hint);
        await arrived.Task.WaitAsync(Bound);
        worker.Lifetime.StopApplication();
        await delivering.WaitAsync(TimeSpan.FromSeconds(10)); // less than Webhooks:Timeout
        Assert.Equal(new DeliveryView(hint.DeliveryId, DeliveryStatus.Pending, 1), await worker.ReadAsync(hint));
    }

    [SkippableFact]
    public async Task A_hint_that_comes_in_a_drain_is_handed_back_and_begins_nothing()
    {
        await using var receiver = await Receiver.StartAsync(200);
        await using var worker = await StartAsync(receiver);
        var hint = await worker.EndQueryAsync();
        worker.Lifetime.StopApplication();
        await worker.Consumer.DeliverAsync(hint).WaitAsync(Bound);
        Assert.Equal(new DeliveryView(hint.DeliveryId, DeliveryStatus.Pending, 0), await worker.ReadAsync(hint));
        Assert.Equal(hint, Assert.Single(worker.Hints.Replies));
    }

    [SkippableFact]
    public async Task A_delivery_whose_attempts_were_all_lost_with_their_processes_fails_without_being_sent()
    {
        await using var receiver = await Receiver.StartAsync(200);
        await using var worker = await StartAsync(receiver);
        var hint = await worker.EndQueryAsync();
        for (var attempt = 1; attempt <= 3; attempt++) // one at once, and one for each of two waits
            await Eventually.TrueAsync(
                async () => await worker.Store.BeginDeliveryAsync(hint, $"lost {attempt}", TimeSpan.FromMilliseconds(1))
                    is DeliveryBeginning.Begun, Bound, "the attempt before has lost its lease");

        await DeliverUntilAsync(worker, hint, DeliveryStatus.Failed);

        Assert.Empty(receiver.Inbox);
    }

    [SkippableFact]
    public async Task An_attempt_is_ended_when_redis_is_back()
    {
        await using var server = await RedisServer.StartAsync();
        var isDown = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var receiver = await Receiver.StartAsync(async _ =>
        {
            await server.KillAsync();
            isDown.SetResult();
        });
        await using var worker = await Deliveries.StartAsync(server.ConnectionString, Acme(receiver, Secret));
        var hint = await worker.EndQueryAsync();
        var delivering = worker.Consumer.DeliverAsync(hint);
        await isDown.Task.WaitAsync(Bound);
        await server.RestartAsync();
        await delivering.WaitAsync(Bound);
        Assert.Equal(new DeliveryView(hint.DeliveryId, DeliveryStatus.Delivered, 1), await worker.ReadAsync(hint));
        Assert.Single(receiver.Inbox);
    }

    private Task<Deliveries> StartAsync(Receiver receiver, string secret = Secret) =>
        Deliveries.StartAsync(redis.Server.ConnectionString, Acme(receiver, secret));

    private static TenantOptions Acme(Receiver receiver, string secret) =>
        new() { Webhook = new TenantWebhookOptions { Url = receiver.Url, Secrets = [secret] } };

    // Stands for the sweeper: wakes the delivery until it is where it should be.
    private static Task DeliverUntilAsync(Deliveries worker, ReplyReady hint, DeliveryStatus status) =>
        Eventually.TrueAsync(async () =>
        {
            await worker.Consumer.DeliverAsync(hint);
            return (await worker.ReadAsync(hint)).Status == status;
        }, Bound, $"the delivery is {status}");
}
