using Microsoft.Extensions.Time.Testing;
using Workers.Contracts.V1;
using Workers.Conversations;
using Workers.Conversations.Tests;
using Workers.Hosting.Options;
using Workers.Testing;
using Workers.Worker.Delivery;

namespace Workers.Worker.Tests.Delivery;

/// <summary>An address that has answered 410, and Redis that is away for some seconds.</summary>
public sealed class AddressSwitchTests(SharedRedis redis) : IClassFixture<SharedRedis>
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);
    private readonly Wire wire = new();
    private readonly FakeTimeProvider time = new();
    private int code = 410;
    private bool isLastBefore; // Redis goes away while the receiver answers

    [SkippableFact]
    public async Task A_success_that_was_asked_for_switches_it_on_when_redis_is_back()
    {
        await using var receiver = await StartReceiverAsync();
        await using var worker = await StartAsync(receiver);
        var gone = await worker.EndQueryAsync();
        await worker.Consumer.DeliverAsync(gone);
        var asked = await worker.AskAgainAsync(gone);
        (code, isLastBefore) = (200, true);

        await DeliverAcrossOutageAsync(worker, asked);

        Assert.Equal(DeliveryStatus.Delivered, (await worker.ReadAsync(asked)).Status);
        Assert.False(await worker.Store.IsSwitchedOffAsync("acme", receiver.Url));
    }

    [SkippableFact]
    public async Task A_410_switches_it_off_when_redis_is_back()
    {
        await using var receiver = await StartReceiverAsync();
        await using var worker = await StartAsync(receiver);
        var gone = await worker.EndQueryAsync();
        isLastBefore = true;

        await DeliverAcrossOutageAsync(worker, gone);

        Assert.Equal(DeliveryStatus.Discarded, (await worker.ReadAsync(gone)).Status);
        Assert.True(await worker.Store.IsSwitchedOffAsync("acme", receiver.Url));
    }

    [SkippableFact]
    public async Task Who_could_not_look_while_redis_was_away_looks_again_before_it_sends()
    {
        await using var receiver = await StartReceiverAsync();
        await using var worker = await StartAsync(receiver);
        var next = await worker.EndQueryAsync();
        await worker.Store.SwitchOffAsync("acme", receiver.Url);
        wire.IsAway = true;

        await DeliverAcrossOutageAsync(worker, next);

        var attempt = Assert.Single((await worker.ListedAsync(next)).Attempts);
        Assert.Equal(Errors.AddressOff, attempt.Error);
        Assert.Empty(receiver.Inbox);
    }

    /// <summary>Redis is back after three seconds, counted from the first calls that it refused.</summary>
    private async Task DeliverAcrossOutageAsync(Deliveries worker, ReplyReady hint)
    {
        var delivering = worker.Consumer.DeliverAsync(hint);
        await Eventually.TrueAsync(() => wire.Refused > 0, Bound, "Redis is away");
        time.Advance(TimeSpan.FromSeconds(3));
        wire.IsAway = false;
        await Eventually.TrueAsync(() =>
        {
            time.Advance(TimeSpan.FromMilliseconds(50));
            return delivering.IsCompleted;
        }, Bound, "it is over");
        await delivering;
    }

    private Task<Receiver> StartReceiverAsync() => Receiver.StartAsync(context =>
    {
        context.Response.StatusCode = code;
        wire.IsAway |= isLastBefore;
        return Task.CompletedTask;
    });

    private Task<Deliveries> StartAsync(Receiver receiver) => Deliveries.StartAsync(
        redis.Server.ConnectionString, new() { ["acme"] = Deliveries.To(receiver.Url) }, new WebhooksOptions(),
        wire: wire, time: time);
}
