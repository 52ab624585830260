namespace Workers.Conversations.Tests.Facts;

/// <summary>What a clock that is put back, or sweeps that come late, may delay.</summary>
public abstract class ClockFacts(StoreFixture server) : StoreFacts(server)
{
    [SkippableFact]
    public async Task A_turn_that_was_lost_around_a_step_back_is_taken_over_when_its_lease_is_over()
    {
        await OpenAsync();
        await PassAsync(TimeSpan.FromSeconds(1));
        await BeginAsync((await SubmitAsync()).Next);
        Wire.Advance(TimeSpan.FromMinutes(-10));
        Assert.Empty(await SweepAsync());
        await PassAsync(Lease);
        Assert.Equal("takeover", Assert.Single(await SweepAsync()).Kind);
    }

    [SkippableFact]
    public async Task A_hint_that_was_lost_around_a_step_back_is_found()
    {
        await OpenAsync();
        await PassAsync(TimeSpan.FromSeconds(1));
        await SubmitAsync();
        Wire.Advance(TimeSpan.FromMinutes(-10));
        Assert.Equal("lost", Assert.Single(await SweepAsync()).Kind);
    }

    [SkippableFact]
    public async Task A_grace_of_before_a_step_back_keeps_nobody_out()
    {
        await OpenAsync();
        await PassAsync(TimeSpan.FromSeconds(1));
        Wire.Advance(TimeSpan.FromSeconds(10));
        await PassAsync(TimeSpan.FromSeconds(1));
        Wire.Advance(TimeSpan.FromMinutes(-10));
        var query = await SubmitAsync();
        await BeginAsync(query.Next);
        await PassAsync(Lease);
        Assert.IsType<Beginning.Begun>(await TryBeginAsync(query.Next));
    }

    [SkippableFact]
    public async Task What_was_served_before_a_step_back_makes_nothing_look_lost()
    {
        await OpenAsync();
        await BeginAsync((await SubmitAsync()).Next);
        Wire.Advance(TimeSpan.FromHours(-1));
        Assert.Equal(0, (await Store.TakeDueAsync(Conversation.Bucket, 0)).QueriesServed);
    }

    [SkippableFact]
    public async Task Sweeps_that_come_late_each_time_take_a_lost_turn_over_all_the_same()
    {
        await OpenAsync();
        await PassAsync(TimeSpan.FromSeconds(1));
        await BeginAsync((await SubmitAsync()).Next);
        var kinds = new List<string>();
        for (var left = Lease + TimeSpan.FromSeconds(7); left > TimeSpan.Zero; left -= TimeSpan.FromSeconds(2.1))
        {
            Wire.Advance(TimeSpan.FromSeconds(2.1));
            kinds.AddRange((await SweepAsync()).Select(found => found.Kind));
        }
        Assert.Contains("takeover", kinds);
    }
}

public sealed class ClocksOnRedis(OnRedis server) : ClockFacts(server), IClassFixture<OnRedis>;

public sealed class ClocksOnGarnet(OnGarnet server) : ClockFacts(server), IClassFixture<OnGarnet>;

public sealed class ClocksOnCluster(OnCluster server) : ClockFacts(server), IClassFixture<OnCluster>;
