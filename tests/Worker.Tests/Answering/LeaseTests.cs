using Workers.Contracts.V1;
using Workers.Conversations;
using Workers.Testing;

namespace Workers.Worker.Tests.Answering;

/// <summary>What a turn's lease survives, on a real Redis.</summary>
public sealed class LeaseTests(SharedRedis redis) : IClassFixture<SharedRedis>
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);
    private readonly string _conversation = $"c{Guid.NewGuid():N}";

    [SkippableFact]
    public async Task A_turn_that_began_after_a_long_outage_has_its_whole_lease()
    {
        Needs.Redis();
        await using var server = await RedisServer.StartAsync();
        await using var pool = await Pool.StartAsync(server.ConnectionString, ("Worker:Lease", "1s"));
        var hint = (await pool.SubmitAsync(_conversation, "one"))!;
        await server.KillAsync();
        var outage = DateTimeOffset.UtcNow;
        var answering = pool.AnswerAsync(hint);
        await Eventually.TrueAsync(() => DateTimeOffset.UtcNow - outage > TimeSpan.FromSeconds(1), Soon, "a lease has passed");
        await server.RestartAsync();
        var call = await pool.Model.CallAsync(Soon);
        await Assert.ThrowsAsync<TimeoutException>(() => call.DroppedAsync(TimeSpan.FromMilliseconds(700)));
        call.Reply("1");
        await answering.WaitAsync(Soon);
        Assert.Equal(QueryStatus.Completed, (await pool.ReadAsync(hint)).Status);
    }

    [SkippableFact]
    public async Task A_lease_is_kept_and_the_model_asked_while_the_broker_keeps_what_begin_left_waiting()
    {
        await using var pool = await Pool.StartAsync(redis.Server.ConnectionString, ("Worker:Lease", "1s"));
        var (expired, waiting) = await TwoAsync(pool);
        var confirm = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        pool.Hints.Confirm = confirm.Task;
        var answering = pool.AnswerAsync(expired);
        var call = await pool.Model.CallAsync(TimeSpan.FromSeconds(3)); // less than a publish may take
        await Assert.ThrowsAsync<TimeoutException>(() => call.DroppedAsync(TimeSpan.FromMilliseconds(1500)));
        call.Reply("2");
        await Eventually.TrueAsync(
            async () => (await pool.ReadAsync(waiting)).Status == QueryStatus.Completed, Soon, "the turn has ended");
        confirm.SetResult();
        await answering.WaitAsync(Soon);
        Assert.Single(pool.Hints.Replies);
    }

    [SkippableFact]
    public async Task A_publish_that_fails_costs_no_turn()
    {
        await using var pool = await Pool.StartAsync(redis.Server.ConnectionString);
        var (expired, waiting) = await TwoAsync(pool);
        pool.Hints.Confirm = Task.FromException(new InvalidOperationException("no way to publish"));
        var answering = pool.AnswerAsync(expired);
        (await pool.Model.CallAsync(Soon)).Reply("2");
        await answering.WaitAsync(Soon);
        Assert.Equal(QueryStatus.Completed, (await pool.ReadAsync(waiting)).Status);
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_client_that_blocks_or_throws_when_it_is_dropped_stops_no_other_turns_renewals(bool throws)
    {
        await using var pool = await Pool.StartAsync(redis.Server.ConnectionString, ("Worker:Lease", "3s"));
        using var blocked = new ManualResetEventSlim();
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var one = (await pool.SubmitAsync($"{_conversation}-1", "one"))!;
        var other = (await pool.SubmitAsync($"{_conversation}-2", "two"))!;
        var first = pool.AnswerAsync(one);
        (await pool.Model.CallAsync(Soon)).WhenDropped(() =>
        {
            told.SetResult();
            if (throws)
                throw new InvalidOperationException("a client's mistake");
            blocked.Wait(Soon);
        });
        var second = pool.AnswerAsync(other);
        var call = await pool.Model.CallAsync(Soon);
        await pool.CancelAsync(one);
        await told.Task.WaitAsync(Soon);
        await Assert.ThrowsAsync<TimeoutException>(() => call.DroppedAsync(TimeSpan.FromMilliseconds(2500)));
        call.Reply("2");
        await second.WaitAsync(Soon);
        blocked.Set();
        await first.WaitAsync(Soon);
        Assert.Equal(QueryStatus.Cancelled, (await pool.ReadAsync(one)).Status);
        Assert.Equal(QueryStatus.Completed, (await pool.ReadAsync(other)).Status);
    }

    // A head that begin must end, and the query behind it: begin has something to hand over.
    private async Task<(QueryReady Expired, QueryReady Waiting)> TwoAsync(Pool pool)
    {
        var expiresAt = DateTimeOffset.UtcNow.AddSeconds(0.3);
        var expired = (await pool.SubmitAsync(_conversation, "one", expiresAt, hasDelivery: true))!;
        var waiting = await pool.SubmitBehindAsync(_conversation, "two");
        await Eventually.TrueAsync(() => DateTimeOffset.UtcNow > expiresAt, Soon, "the head has expired");
        return (expired, expired with { QueryId = waiting.ToString() });
    }
}
