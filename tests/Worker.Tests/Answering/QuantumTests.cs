using StackExchange.Redis;
using Workers.Conversations;
using Workers.Testing;

namespace Workers.Worker.Tests.Answering;

/// <summary>When a conversation keeps its slot, and when it goes back to the queue.</summary>
public sealed class QuantumTests(SharedRedis redis) : IClassFixture<SharedRedis>
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);
    private readonly string _conversation = Guid.NewGuid().ToString("N");
    private readonly StoppedClock _clock = new();

    [SkippableFact]
    public async Task Short_turns_of_a_conversation_go_on_in_their_slot_with_their_context()
    {
        await using var pool = await Pool.StartAsync(redis.Server.ConnectionString, _clock);
        var first = (await pool.SubmitAsync(_conversation, "one"))!;
        var second = await pool.SubmitBehindAsync(_conversation, "two");
        var answering = pool.AnswerAsync(first);
        (await pool.Model.CallAsync(Soon)).Reply("1");
        var call = await pool.Model.CallAsync(Soon);
        Assert.Equal("two", call.Text);
        call.Reply("2");
        await answering.WaitAsync(Soon);
        Assert.Empty(pool.Hints.Queries);
        Assert.Equal("2", (await pool.Store.ReadQueryAsync("acme", second))!.Reply);
        await using var connection = await ConnectionMultiplexer.ConnectAsync(redis.Server.ConnectionString);
        var horizon = await connection.GetDatabase().HashGetAsync($"{{b{second.Bucket}}}:bucket", "queries");
        Assert.Equal(first.PublishedAt, (long)horizon); // what did not come through the queue tells nothing of it
    }

    [SkippableFact]
    public async Task After_a_long_turn_the_conversation_goes_back_to_the_queue()
    {
        await using var pool = await Pool.StartAsync(redis.Server.ConnectionString, _clock);
        var first = (await pool.SubmitAsync(_conversation, "one"))!;
        var second = await pool.SubmitBehindAsync(_conversation, "two");
        var answering = pool.AnswerAsync(first);
        var call = await pool.Model.CallAsync(Soon);
        _clock.Advance(TimeSpan.FromMilliseconds(250));
        call.Reply("1");
        await answering.WaitAsync(Soon);
        Assert.Equal($"{second}", Assert.Single(pool.Hints.Queries).QueryId);
        Assert.True(pool.Model.IsIdle);
    }

    [SkippableFact]
    public async Task A_process_that_stops_goes_on_with_nothing()
    {
        await using var pool = await Pool.StartAsync(redis.Server.ConnectionString, _clock);
        var first = (await pool.SubmitAsync(_conversation, "one"))!;
        var second = await pool.SubmitBehindAsync(_conversation, "two");
        var answering = pool.AnswerAsync(first);
        var call = await pool.Model.CallAsync(Soon);
        pool.Lifetime.StopApplication();
        call.Reply("1");
        await answering.WaitAsync(Soon);
        Assert.Equal($"{second}", Assert.Single(pool.Hints.Queries).QueryId);
        Assert.Equal(QueryStatus.Queued, (await pool.Store.ReadQueryAsync("acme", second))!.Status);
    }
}
