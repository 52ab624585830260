namespace Workers.Conversations.Tests.Facts;

/// <summary>A tenant's rate as the store keeps it.</summary>
public abstract class RateFacts(StoreFixture server) : StoreFacts(server)
{
    private static readonly TenantRate Three = new(PerSecond: 3, Burst: 6);

    [SkippableFact]
    public async Task Two_seconds_worth_are_there_at_once_and_a_whole_one_comes_with_each_interval()
    {
        await OpenAsync();
        for (var left = 5; left >= 0; left--)
            Assert.Equal((1, left), await TakeAsync(wanted: 1));
        for (var i = 0; i < 20; i++)
        {
            var refused = await Store.TakeRateAsync("acme", Three, 0, 1);
            Assert.Equal(0, refused.Granted);
            Assert.InRange(refused.Left, 0, 0.01);
            Wire.Now += (long)Math.Ceiling((1 - refused.Left) * 1000 / Three.PerSecond);
            Assert.Equal((1, 0), await TakeAsync(wanted: 1));
        }
    }

    [SkippableFact]
    public async Task Asking_more_often_than_anything_comes_does_not_keep_it_from_coming()
    {
        await OpenAsync();
        await TakeAsync(wanted: 6);
        var granted = 0;
        for (var i = 0; i < 1000; i++)
        {
            Wire.Now += 10;
            granted += (await TakeAsync(wanted: 1)).Granted;
        }
        Assert.Equal(30, granted);
    }

    [SkippableFact]
    public async Task Of_what_is_wanted_as_much_is_granted_as_there_is()
    {
        await OpenAsync();
        Assert.Equal((6, 0), await TakeAsync(wanted: 100));
        Wire.Advance(TimeSpan.FromHours(1));
        Assert.Equal((6, 0), await TakeAsync(wanted: 100));
    }

    [SkippableFact]
    public async Task What_was_spent_first_is_owed_but_never_more_than_a_burst()
    {
        await OpenAsync();
        Assert.Equal((0, -2), await TakeAsync(spent: 8));
        Wire.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((1, 0), await TakeAsync(wanted: 1));
        Assert.Equal((0, -6), await TakeAsync(spent: 1000));
        Wire.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal((3, 0), await TakeAsync(wanted: 9));
    }

    [SkippableFact]
    public async Task A_rate_that_was_made_larger_or_a_clock_that_went_back_stops_nobody_for_long()
    {
        await OpenAsync();
        await TakeAsync(wanted: 6);
        Wire.Advance(TimeSpan.FromHours(-1));
        Assert.Equal((0, 0), await TakeAsync(wanted: 1));
        Wire.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(100, (await Store.TakeRateAsync("acme", new TenantRate(100, 200), 0, 1000)).Granted);
    }

    [SkippableFact]
    public async Task Each_tenant_has_a_rate_of_its_own()
    {
        await OpenAsync();
        await TakeAsync(wanted: 6);
        Assert.Equal(6, (await Store.TakeRateAsync("globex", Three, 0, 6)).Granted);
    }

    [SkippableFact]
    public async Task The_live_queries_of_a_tenant_are_counted_over_all_buckets()
    {
        await OpenAsync();
        Assert.Equal(0, await Store.CountLiveAsync("acme"));
        for (var i = 0; i < 20; i++)
            await SubmitAsync(to: new ConversationRef("acme", $"c{i}"));
        var first = await SubmitAsync(to: new ConversationRef("globex", "c"));
        await CommitAsync(await BeginAsync(first.Next));
        Assert.Equal((20, 0), (await Store.CountLiveAsync("acme"), await Store.CountLiveAsync("globex")));
    }

    private async Task<(int Granted, int Left)> TakeAsync(int spent = 0, int wanted = 0)
    {
        var answer = await Store.TakeRateAsync("acme", Three, spent, wanted);
        return (answer.Granted, (int)Math.Floor(answer.Left + 0.000001));
    }
}

public sealed class RatesOnRedis(OnRedis server) : RateFacts(server), IClassFixture<OnRedis>;

public sealed class RatesOnGarnet(OnGarnet server) : RateFacts(server), IClassFixture<OnGarnet>;

public sealed class RatesOnCluster(OnCluster server) : RateFacts(server), IClassFixture<OnCluster>;
