using Workers.Contracts.V1;
using Workers.Conversations.Redis;

namespace Workers.Conversations.Tests.Facts;

/// <summary>Attempts that are put off, deliveries that wait for an earlier one, and addresses that are switched
/// off.</summary>
public abstract class DeliveryFacts(StoreFixture server) : StoreFacts(server)
{
    private static readonly Uri Hook = new("https://crm.example/hooks/reply");
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(2);

    [SkippableFact]
    public async Task A_deferred_attempt_does_not_count_and_comes_back_when_its_wait_is_over()
    {
        await OpenAsync();
        var hint = await EndAsync();
        var first = await GrantAsync(hint);
        Assert.Equal(TimeSpan.Zero, first.DeferredFor);
        Assert.True(await Store.DeferDeliveryAsync(first, Wait));
        Assert.IsType<DeliveryBeginning.NotDue>(await Store.BeginDeliveryAsync(hint, "early", Lease));
        Assert.Equal((DeliveryStatus.Pending, 0), await ReadDeliveryAsync(hint));
        await PassAsync(Wait);
        Assert.Equal("delivery", Assert.Single(await SweepAsync()).Kind);
        var second = await GrantAsync(hint);
        Assert.Equal((1, 1, Wait), (second.Attempt, second.Scheduled, second.DeferredFor));
        Assert.True(await Store.EndDeliveryAsync(second, Ended(DeliveryStatus.Delivered)));
        Assert.Equal((DeliveryStatus.Delivered, 1), await ReadDeliveryAsync(hint));
    }

    [SkippableFact]
    public async Task Only_the_grant_that_holds_it_defers_a_delivery()
    {
        await OpenAsync();
        var hint = await EndAsync();
        var (first, twin) = (await GrantAsync(hint, "one"), await GrantAsync(hint, "one"));
        Assert.True(await Store.DeferDeliveryAsync(first, TimeSpan.Zero));
        Assert.False(await Store.DeferDeliveryAsync(twin, TimeSpan.Zero));
        var second = await GrantAsync(hint, "two");
        Assert.Equal(first.Attempt, second.Attempt);
        Assert.False(await Store.DeferDeliveryAsync(first, TimeSpan.Zero));
        Assert.IsType<DeliveryBeginning.Busy>(await Store.BeginDeliveryAsync(hint, "three", Lease));
        Assert.True(await Store.EndDeliveryAsync(second, Ended(DeliveryStatus.Delivered)));
        Assert.False(await Store.DeferDeliveryAsync(second, TimeSpan.Zero));
    }

    [SkippableFact]
    public async Task How_long_it_has_been_deferred_counts_from_the_last_attempt_that_was_made()
    {
        await OpenAsync();
        var hint = await EndAsync();
        for (var i = 0; i < 3; i++)
        {
            Assert.True(await Store.DeferDeliveryAsync(await GrantAsync(hint), Wait));
            await PassAsync(Wait);
        }
        var made = await GrantAsync(hint);
        Assert.Equal(3 * Wait, made.DeferredFor);
        await Store.EndDeliveryAsync(made, Ended(DeliveryStatus.Pending));
        Assert.Equal(TimeSpan.Zero, (await GrantAsync(hint)).DeferredFor);
    }

    [SkippableFact]
    public async Task A_delivery_that_was_asked_for_says_so_in_each_attempt_also_when_none_was_made_before()
    {
        await OpenAsync();
        var hint = await EndAsync();
        Assert.True(QueryId.TryParseDelivery(hint.DeliveryId, out var id));
        Assert.IsType<Redelivery.Due>(await Store.RedeliverAsync("acme", id));
        var first = await GrantAsync(hint);
        Assert.Equal((true, 0), (first.IsAskedFor, first.Earlier));
        await Store.EndDeliveryAsync(first, Ended(DeliveryStatus.Pending));
        Assert.True((await GrantAsync(hint)).IsAskedFor);
        Assert.False((await GrantAsync(await EndAsync())).IsAskedFor);
    }

    [SkippableFact]
    public async Task A_delivery_is_behind_an_earlier_one_of_its_conversation_until_that_is_final()
    {
        await OpenAsync();
        var (first, second) = (await GrantAsync(await EndAsync()), await GrantAsync(await EndAsync()));
        var elsewhere = await GrantAsync(await EndAsync(new ConversationRef("acme", "elsewhere")));
        Assert.Equal([false, true, false], await BehindAsync(first, second, elsewhere));
        await Store.EndDeliveryAsync(first, Ended(DeliveryStatus.Pending, retryInSeconds: 30));
        Assert.Equal([false, true], await BehindAsync(first, second));
        await PassAsync(TimeSpan.FromSeconds(31));
        await Store.EndDeliveryAsync(await GrantAsync(first.Query), Ended(DeliveryStatus.Failed));
        Assert.Equal([false], await BehindAsync(second));
    }

    [SkippableFact]
    public async Task An_earlier_one_is_waited_for_until_it_is_15_minutes_old()
    {
        await OpenAsync();
        await EndAsync();
        Wire.Advance(TimeSpan.FromMinutes(14));
        var second = await GrantAsync(await EndAsync());
        Assert.Equal([true], await BehindAsync(second));
        Wire.Advance(TimeSpan.FromMinutes(1.01));
        Assert.Equal([false], await BehindAsync(second));
    }

    [SkippableFact]
    public async Task Queries_that_end_in_one_millisecond_are_in_the_order_in_which_they_ended()
    {
        await OpenAsync();
        for (var i = 0; i < 5; i++)
            await SubmitAsync(expiresInSeconds: 5);
        Wire.Advance(TimeSpan.FromSeconds(5));
        var attempts = new List<DeliveryAttempt>();
        foreach (var hint in Assert.Single(await SweepAsync()).Handover.Replies)
            attempts.Add(await GrantAsync(hint));
        attempts.Sort((one, other) => one.Ended.Turn.CompareTo(other.Ended.Turn));
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(Enumerable.Range(i, 5 - i).Select(each => each > i), await BehindAsync([.. attempts.Skip(i)]));
            await Store.EndDeliveryAsync(attempts[i], Ended(DeliveryStatus.Delivered));
        }
    }

    [SkippableFact]
    public async Task An_address_is_switched_off_for_a_day_for_its_tenant_alone()
    {
        await OpenAsync();
        await Store.SwitchOffAsync("acme", Hook);
        Assert.True(await Store.IsSwitchedOffAsync("acme", new Uri("https://CRM.example:443/hooks/reply")));
        Assert.False(await Store.IsSwitchedOffAsync("other", Hook));
        Assert.False(await Store.IsSwitchedOffAsync("acme", new Uri(Hook, "?shop=2")));
        var left = await Server.Redis.GetDatabase().KeyTimeToLiveAsync(Keys.SwitchedOff("acme", Hook));
        Assert.InRange(left!.Value.TotalHours, 23.9, 24);
        await Store.SwitchOnAsync("acme", Hook);
        Assert.False(await Store.IsSwitchedOffAsync("acme", Hook));
    }

    private async Task<ReplyReady> EndAsync(ConversationRef? conversation = null)
    {
        Wire.Advance(TimeSpan.FromMilliseconds(1));
        return Assert.Single((await CommitAsync(await BeginAsync((await SubmitAsync(to: conversation)).Next))).Replies);
    }

    private async Task<DeliveryAttempt> GrantAsync(ReplyReady hint, string? token = null) =>
        Assert.IsType<DeliveryBeginning.Begun>(
            await Store.BeginDeliveryAsync(hint, token ?? Guid.NewGuid().ToString("N"), Lease)).Attempt;

    private Task<DeliveryAttempt> GrantAsync(QueryId id) =>
        GrantAsync(new ReplyReady { Tenant = "acme", DeliveryId = id.DeliveryId, PublishedAt = Wire.Now });

    private async Task<IReadOnlyList<bool>> BehindAsync(params DeliveryAttempt[] attempts) =>
        await Task.WhenAll(attempts.Select(attempt => Store.IsBehindAsync(attempt)));

    private async Task<(DeliveryStatus, int)> ReadDeliveryAsync(ReplyReady hint)
    {
        Assert.True(QueryId.TryParseDelivery(hint.DeliveryId, out var id));
        var delivery = (await ReadAsync(id)).Delivery!;
        return (delivery.Status, delivery.Attempts);
    }

    private static DeliveryResult Ended(DeliveryStatus status, int retryInSeconds = 0) =>
        new(status, TimeSpan.FromSeconds(retryInSeconds), 12, 500, null);
}

public sealed class DeliveriesOnRedis(OnRedis server) : DeliveryFacts(server), IClassFixture<OnRedis>;

public sealed class DeliveriesOnGarnet(OnGarnet server) : DeliveryFacts(server), IClassFixture<OnGarnet>;

public sealed class DeliveriesOnCluster(OnCluster server) : DeliveryFacts(server), IClassFixture<OnCluster>;
