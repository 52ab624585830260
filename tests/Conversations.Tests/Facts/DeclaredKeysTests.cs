using StackExchange.Redis;
using Workers.Conversations.Tests.Property;
using Workers.Testing;

namespace Workers.Conversations.Tests.Facts;

/// <summary>What the scripts do to Redis, as Redis itself saw it.</summary>
public sealed class DeclaredKeysTests
{
    [SkippableFact]
    public async Task Scripts_touch_only_the_keys_that_they_declare_and_these_share_a_tag()
    {
        await using var server = await RedisServer.StartAsync("--appendfsync", "no");
        await using var redis = await ConnectionMultiplexer.ConnectAsync(server.ConnectionString + ",allowAdmin=true");
        await using var monitor = await Monitor.StartAsync(server.Port);
        var store = new ConversationStore(redis, new ConversationSettings());
        for (var seed = 1; seed <= 12; seed++)
            await new World(redis, seed).RunAsync(60);
        await store.OpenAsync();
        var id = QueryId.New(new ConversationRef("acme", "c"));
        await store.ReserveAsync("acme", "key", id, "hash");
        await store.ReleaseAsync("acme", "key", id, "hash");
        await store.TakeRateAsync("acme", new TenantRate(10, 20), spent: 1, wanted: 1);

        var wire = new Wire();
        var calls = (await monitor.StopAsync(redis.GetDatabase())).Select(call => (Name: wire.NameOf(call.Script), Call: call))
            .Where(call => call.Name is not null).ToArray();
        Assert.Equal(Wire.ScriptNames.Order(), calls.Select(call => call.Name!).Distinct().Order());
        foreach (var (name, call) in calls)
        {
            var undeclared = call.Touched.Where(key => !key.EndsWith(":clock", StringComparison.Ordinal)).Except(call.Keys);
            Assert.True(!undeclared.Any(), $"{name} touches {string.Join(", ", undeclared)}");
            Assert.True(call.Keys.Select(Model.Bucket).Distinct().Count() == 1, $"{name} has keys of several tags");
        }
    }

    [SkippableFact]
    public async Task Begin_and_commit_cost_the_same_at_the_2000th_turn_as_at_the_10th()
    {
        await using var server = await RedisServer.StartAsync("--appendfsync", "no");
        await using var redis = await ConnectionMultiplexer.ConnectAsync(server.ConnectionString + ",allowAdmin=true");
        var store = new ConversationStore(redis, new ConversationSettings { Lease = TimeSpan.FromMinutes(10) });
        await store.OpenAsync();
        var conversation = new ConversationRef("acme", "long");
        var content = new QueryContent { ConversationId = "long", Text = "Hello", HasDelivery = true };
        var submitted = await Task.WhenAll(Enumerable.Range(0, 2001).Select(
            _ => store.SubmitAsync(conversation, QueryId.New(conversation), content, 3000)));
        var next = submitted.OfType<Submission.Accepted>().Single(query => query.Next is not null).Next!;
        var costs = new List<(int Keys, int Commands)>();
        for (var turn = 1; turn <= 2000; turn++)
        {
            var monitor = turn is 10 or 2000 ? await Monitor.StartAsync(server.Port) : null;
            var begun = (Beginning.Begun)await store.BeginAsync(next, $"{turn}", true, 20);
            next = ((Ending.Applied)await store.CommitAsync(begun.Turn.Grant, "Hi")).Handover.Next!;
            if (monitor is null)
                continue;
            costs.AddRange((await monitor.StopAsync(redis.GetDatabase())).Select(
                call => (call.Keys.Count, call.Commands.Count)));
            await monitor.DisposeAsync();
        }
        Assert.Equal(4, costs.Count);
        Assert.Equal(costs[..2].Select(cost => cost.Keys), costs[2..].Select(cost => cost.Keys));
        // one more or less: begin raises the horizon only for a hint of another millisecond
        Assert.All(Enumerable.Range(0, 2), i => Assert.InRange(costs[i + 2].Commands, costs[i].Commands - 1, costs[i].Commands + 1));
        var bound = conversation.Bucket;
        Assert.Equal(100, await redis.GetDatabase().ListLengthAsync($"{{b{bound}}}:t:{conversation}"));
    }

    [SkippableFact]
    public async Task After_a_sweep_every_key_has_a_time_to_live_but_the_layout()
    {
        await using var server = await RedisServer.StartAsync("--appendfsync", "no");
        await using var redis = await ConnectionMultiplexer.ConnectAsync(server.ConnectionString + ",allowAdmin=true");
        var wire = new Wire();
        var store = new ConversationStore(wire.Over(redis), new ConversationSettings());
        await store.OpenAsync();
        var conversation = new ConversationRef("acme", "c");
        var content = new QueryContent { ConversationId = "c", Text = "Hello", HasDelivery = true };
        for (var i = 0; i < 2; i++)
        {
            var query = (Submission.Accepted)await store.SubmitAsync(conversation, QueryId.New(conversation), content, 10);
            var turn = (Beginning.Begun)await store.BeginAsync(query.Next!, $"{i}", true, 20);
            await store.CommitAsync(turn.Turn.Grant, "Hi");
        }
        await store.SubmitAsync(conversation, QueryId.New(conversation), content, 10);
        await store.TakeDueAsync(conversation.Bucket, 10);
        await store.TakeRateAsync("acme", new TenantRate(10, 20), spent: 1, wanted: 1);
        var stays = (await Snapshot.TakeAsync(redis.GetDatabase())).Entries.Where(entry => entry.Ttl <= 0)
            .Select(entry => entry.Key).Where(key => !key.EndsWith(":clock", StringComparison.Ordinal));
        Assert.Equal(["{b0}:layout"], stays);
    }
}
