using Workers.Contracts.V1;
using Workers.Conversations;
using Workers.Testing;

namespace Workers.Worker.Tests.Answering;

/// <summary>A turn's way through one worker, on a real Redis.</summary>
public sealed class QueryReadyConsumerTests(SharedRedis redis) : IClassFixture<SharedRedis>
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);
    private readonly string _conversation = $"c{Guid.NewGuid():N}";

    [SkippableFact]
    public async Task A_turn_is_answered_and_the_next_head_is_handed_on()
    {
        var clock = new StoppedClock();
        await using var pool = await Pool.StartAsync(redis.Server.ConnectionString, clock);
        var first = (await pool.SubmitAsync(_conversation, "one"))!;
        await pool.SubmitAsync(_conversation, "two");
        var answering = pool.AnswerAsync(first);
        var slow = await pool.Model.CallAsync(Soon);
        clock.Advance(TimeSpan.FromSeconds(1));
        slow.Reply("1");
        await answering.WaitAsync(Soon);
        Assert.Equal((QueryStatus.Completed, "1"), await EndOfAsync(pool, first));
        Assert.True(pool.Hints.Queries.TryDequeue(out var next));

        answering = pool.AnswerAsync(next);
        var call = await pool.Model.CallAsync(Soon);
        Assert.Equal("two", call.Text);
        call.Reply("2");
        await answering.WaitAsync(Soon);
        Assert.Empty(pool.Hints.Queries);
    }

    [SkippableFact]
    public async Task A_running_turn_that_is_cancelled_ends_within_a_second()
    {
        await using var pool = await Pool.StartAsync(redis.Server.ConnectionString);
        var hint = (await pool.SubmitAsync(_conversation, "one"))!;
        var answering = pool.AnswerAsync(hint);
        var call = await pool.Model.CallAsync(Soon);
        Assert.True(QueryId.TryParse(hint.QueryId, out var id));
        Assert.IsType<Cancellation.Told>(await pool.Store.CancelAsync("acme", id));
        await call.DroppedAsync(TimeSpan.FromSeconds(3)); // one second, and patience with a busy machine
        await answering.WaitAsync(Soon);
        Assert.Equal(QueryStatus.Cancelled, (await pool.ReadAsync(hint)).Status);
    }

    [SkippableFact]
    public async Task A_running_turn_ends_as_expired_when_its_time_is_over()
    {
        await using var pool = await Pool.StartAsync(redis.Server.ConnectionString);
        var hint = (await pool.SubmitAsync(_conversation, "one", DateTimeOffset.UtcNow.AddSeconds(1)))!;
        await pool.AnswerAsync(hint).WaitAsync(Soon);
        Assert.Equal(QueryStatus.Expired, (await pool.ReadAsync(hint)).Status);
    }

    [SkippableFact]
    public async Task A_turn_that_the_drain_has_no_time_for_is_given_back_for_now()
    {
        await using var pool = await Pool.StartAsync(redis.Server.ConnectionString, ("Worker:DrainTimeout", "0s"));
        var hint = (await pool.SubmitAsync(_conversation, "one"))!;
        var answering = pool.AnswerAsync(hint);
        await pool.Model.CallAsync(Soon);
        pool.Lifetime.StopApplication();
        await answering.WaitAsync(Soon);
        Assert.Equal((QueryStatus.Queued, 0), ((await pool.ReadAsync(hint)).Status, (await pool.ReadAsync(hint)).Attempts));
        Assert.Equal(hint.QueryId, Assert.Single(pool.Hints.Queries).QueryId);
    }

    [SkippableFact]
    public async Task A_call_is_dropped_before_its_lease_is_over_and_begun_again_when_redis_is_back()
    {
        Needs.Redis();
        await using var server = await RedisServer.StartAsync();
        await using var pool = await Pool.StartAsync(server.ConnectionString, ("Worker:Lease", "2s"));
        var hint = (await pool.SubmitAsync(_conversation, "one"))!;
        var answering = pool.AnswerAsync(hint);
        var call = await pool.Model.CallAsync(Soon);
        server.Pause();
        await call.DroppedAsync(TimeSpan.FromSeconds(4));
        server.Continue();
        await answering.WaitAsync(Soon);
        var view = await pool.ReadAsync(hint);
        Assert.Equal((QueryStatus.Queued, 0), (view.Status, view.Attempts));
        Assert.Single(pool.Hints.Queries);
    }

    [SkippableFact]
    public async Task An_answer_that_came_while_redis_was_away_is_committed_when_it_is_back()
    {
        Needs.Redis();
        await using var server = await RedisServer.StartAsync();
        await using var pool = await Pool.StartAsync(server.ConnectionString);
        var hint = (await pool.SubmitAsync(_conversation, "one"))!;
        var answering = pool.AnswerAsync(hint);
        var call = await pool.Model.CallAsync(Soon);
        await server.KillAsync();
        call.Reply("1");
        await server.RestartAsync();
        await answering.WaitAsync(Soon);
        Assert.Equal((QueryStatus.Completed, "1"), await EndOfAsync(pool, hint));
    }

    [SkippableFact]
    public async Task Suspects_run_one_at_a_time()
    {
        await using var dying = await Pool.StartAsync(redis.Server.ConnectionString, ("Worker:Lease", "1s"));
        var hints = new List<QueryReady>();
        for (var i = 0; i < 3; i++)
        {
            var hint = (await dying.SubmitAsync($"{_conversation}-{i}", "one"))!;
            hints.Add(hint);
        }

        await Task.WhenAll(hints.Select(hint => LoseAsync(dying, hint, times: 2)));
        var answering = hints.Select(dying.AnswerAsync).ToArray();
        var call = await dying.Model.CallAsync(Soon);
        await Task.WhenAny(answering).WaitAsync(Soon);
        Assert.True(dying.Model.IsIdle);
        call.Reply("1");
        await Task.WhenAll(answering).WaitAsync(Soon);
        Assert.Single(dying.Hints.Queries); // the next suspect's turn
    }

    [SkippableFact]
    public async Task Who_was_lost_once_runs_beside_others()
    {
        await using var pool = await Pool.StartAsync(redis.Server.ConnectionString, ("Worker:Lease", "1s"));
        var hints = await Task.WhenAll(Enumerable.Range(0, 3).Select(i => pool.SubmitAsync($"{_conversation}-{i}", "one")));
        await Task.WhenAll(hints.Select(hint => LoseAsync(pool, hint!, times: 1)));
        var answering = hints.Select(hint => pool.AnswerAsync(hint!)).ToArray();
        var calls = new[] { await pool.Model.CallAsync(Soon), await pool.Model.CallAsync(Soon), await pool.Model.CallAsync(Soon) };
        foreach (var call in calls)
            call.Reply("1");
        await Task.WhenAll(answering).WaitAsync(Soon);
    }

    /// <summary>Lets processes begin it and die.</summary>
    private static async Task LoseAsync(Pool pool, QueryReady hint, int times)
    {
        for (var lost = 0; lost < times; lost++)
        {
            await pool.Store.BeginAsync(hint, $"{hint.QueryId}-{lost}", maySuspect: false, 20);
            await Eventually.TrueAsync(
                async () => (await pool.ReadAsync(hint)).Status == QueryStatus.Queued, Soon, "the lease is over");
        }
    }

    private static async Task<(QueryStatus, string?)> EndOfAsync(Pool pool, QueryReady hint)
    {
        var view = await pool.ReadAsync(hint);
        return (view.Status, view.Reply);
    }
}
