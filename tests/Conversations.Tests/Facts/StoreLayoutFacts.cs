using StackExchange.Redis;
using Workers.Conversations.Redis;

namespace Workers.Conversations.Tests.Facts;

/// <summary>What the store remembers of itself and of Idempotency-Keys.</summary>
public abstract class StoreLayoutFacts(StoreFixture server) : StoreFacts(server)
{
    [SkippableFact]
    public async Task Data_with_another_number_of_buckets_stops_the_start()
    {
        await OpenAsync();
        await Store.OpenAsync();
        await Server.Redis.GetDatabase().HashSetAsync("{b0}:layout", "buckets", 32);
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => Store.OpenAsync());
        Assert.Contains("32", refused.Message);
    }

    [SkippableFact]
    public async Task The_same_key_and_request_make_the_same_id_in_every_process()
    {
        await OpenAsync();
        var other = new ConversationStore(Server.Redis, new ConversationSettings());
        await other.OpenAsync();
        Assert.Equal(Store.IdFor(Conversation, "key", "hash"), other.IdFor(Conversation, "key", "hash"));
        Assert.NotEqual(Store.IdFor(Conversation, "key", "hash"), other.IdFor(Conversation, "key", "other"));
    }

    [SkippableFact]
    public async Task A_key_is_taken_once_kept_when_confirmed_and_free_again_when_released()
    {
        await OpenAsync();
        var (one, other) = (QueryId.New(Conversation), QueryId.New(Conversation));
        var twins = await Task.WhenAll(
            Store.ReserveAsync("acme", "key", one, "hash"), Store.ReserveAsync("acme", "key", one, "hash"));
        var taken = Assert.Single(twins, twin => twin is not null)!;
        Assert.Equal(new Reservation(one, "hash", false, taken.Age), taken);
        Assert.InRange(taken.Age, TimeSpan.Zero, TimeSpan.FromSeconds(30));
        await Store.ReleaseAsync("acme", "key", other, "other");
        Assert.NotNull(await Store.ReserveAsync("acme", "key", other, "other"));
        await Store.ReleaseAsync("acme", "key", one, "hash");
        Assert.Null(await Store.ReserveAsync("acme", "key", other, "other"));
        await Store.ConfirmAsync("acme", "key", other, "other");
        await Store.ReleaseAsync("acme", "key", other, "other");
        Assert.Equal(new Reservation(other, "other", true, TimeSpan.Zero), await Store.ReserveAsync("acme", "key", one, "hash"));
        Assert.Null(await Store.ReserveAsync("other", "key", one, "hash"));
        var left = await Server.Redis.GetDatabase().KeyTimeToLiveAsync(Keys.Reservation("acme", "key"));
        Assert.InRange(left!.Value.TotalHours, 23, 24);
    }
}

public sealed class LayoutOnRedis(OnRedis server) : StoreLayoutFacts(server), IClassFixture<OnRedis>;

public sealed class LayoutOnGarnet(OnGarnet server) : StoreLayoutFacts(server), IClassFixture<OnGarnet>;

public sealed class LayoutOnCluster(OnCluster server) : StoreLayoutFacts(server), IClassFixture<OnCluster>;
