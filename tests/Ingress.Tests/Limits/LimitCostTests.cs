using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using StackExchange.Redis;
using Workers.Conversations;
using Workers.Ingress.Limits;
using Workers.Testing;

namespace Workers.Ingress.Tests.Limits;

/// <summary>What the limits cost while nobody is near them, and what they do without the store.</summary>
public sealed class LimitCostTests
{
    [SkippableFact]
    public async Task Far_from_the_limits_most_submissions_ask_nobody()
    {
        await using var server = await RedisServer.StartAsync("--appendfsync", "no");
        await using var redis = await ConnectionMultiplexer.ConnectAsync(server.ConnectionString + ",allowAdmin=true");
        var store = new ConversationStore(redis, new ConversationSettings());
        var rate = new RateLimit(store, "acme", 100_000, TimeProvider.System);
        var backlog = new BacklogLimit(store, "acme", 100_000, 100_000, TimeProvider.System);
        for (var i = 0; i < 20_000; i++)
        {
            Assert.Null(await rate.TakeAsync());
            Assert.True(await backlog.TryEnterAsync());
            backlog.Leave();
        }
        var stats = (string?)await redis.GetDatabase().ExecuteAsync("INFO", "commandstats") ?? "";
        Assert.InRange(Calls(stats, "evalsha") + Calls(stats, "eval"), 1, 20);
        Assert.InRange(Calls(stats, "hget") / 64, 1, 60);
    }

    [SkippableFact]
    public async Task Processes_that_tell_in_lots_overspend_by_no_more_than_their_lots()
    {
        await using var server = await RedisServer.StartAsync("--appendfsync", "no");
        await using var redis = await ConnectionMultiplexer.ConnectAsync(server.ConnectionString);
        var store = new ConversationStore(redis, new ConversationSettings());
        RateLimit[] processes = [.. Enumerable.Range(0, 3).Select(_ => new RateLimit(store, "acme", 40, TimeProvider.System))];
        var (taken, unanswered, watch) = (0, LimitMetrics.UnansweredFor("rate"), Stopwatch.StartNew());
        for (var i = 0; i < 300; i++)
            taken += await processes[i / 20 % 3].TakeAsync() is null ? 1 : 0;
        var more = LimitMetrics.UnansweredFor("rate") > unanswered ? 2 * 80 : 3 * 40 / 20; // a slow store: what each knew
        Assert.InRange(taken, 80, 80 + (40 * watch.Elapsed.TotalSeconds) + 1 + more);
    }

    [Fact]
    public async Task Without_the_store_each_process_keeps_to_the_rate_by_itself()
    {
        var time = new ManualTime();
        var rate = new RateLimit(await NowhereAsync(), "acme", 10, time);
        for (var i = 0; i < 20; i++)
            Assert.Null(await rate.TakeAsync());
        Assert.Equal(TimeSpan.FromSeconds(0.1), await rate.TakeAsync());
        time.Advance(TimeSpan.FromSeconds(0.5));
        for (var i = 0; i < 5; i++)
            Assert.Null(await rate.TakeAsync());
        Assert.NotNull(await rate.TakeAsync());
    }

    [Fact]
    public async Task Without_the_store_the_backlog_refuses_nobody()
    {
        var backlog = new BacklogLimit(await NowhereAsync(), "acme", 1, 10, new ManualTime());
        for (var i = 0; i < 5; i++)
            Assert.True(await backlog.TryEnterAsync());
    }

    private static double Calls(string stats, string command) =>
        Regex.Match(stats, $@"cmdstat_{command}:calls=(\d+)") is { Success: true } match
            ? double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : 0;

    private static async Task<ConversationStore> NowhereAsync()
    {
        var options = ConfigurationOptions.Parse($"127.0.0.1:{FreePort.Next()},abortConnect=false,connectTimeout=100");
        options.BacklogPolicy = BacklogPolicy.FailFast;
        return new ConversationStore(await ConnectionMultiplexer.ConnectAsync(options), new ConversationSettings());
    }

    private sealed class ManualTime : TimeProvider
    {
        private long _ticks = 1;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public void Advance(TimeSpan span) => _ticks += span.Ticks;
    }
}
