using System.Diagnostics;
using StackExchange.Redis;
using Workers.Conversations.Redis;
using Workers.Testing;

namespace Workers.Conversations.Tests.Facts;

/// <summary>What a submission waits for when replicas must have it, on a real pair of servers.</summary>
public sealed class ReplicaTests : IAsyncLifetime
{
    private const string Password = "both-have-it";
    private readonly ConversationRef _conversation = new("acme", "replicated");
    private RedisServer? _master;
    private RedisServer? _replica;
    private ConnectionMultiplexer? _redis;

    private ConnectionMultiplexer Redis => _redis!;

    public async Task InitializeAsync()
    {
        if (!RedisServer.IsInstalled)
            return;
        _master = await RedisServer.StartAsync("--requirepass", Password, "--repl-diskless-sync-delay", "0");
        _replica = await RedisServer.StartAsync(
            "--replicaof", "127.0.0.1", $"{_master.Port}", "--masterauth", Password, "--appendonly", "no");
        _redis = await ConnectionMultiplexer.ConnectAsync($"{_master.ConnectionString},password={Password},allowAdmin=true");
        await Eventually.TrueAsync(async () => (await InfoAsync("replication")).Contains("state=online", StringComparison.Ordinal),
            TimeSpan.FromSeconds(30), "the replica follows");
    }

    public async Task DisposeAsync()
    {
        await (_redis?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_replica?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_master?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    [SkippableFact]
    public async Task A_submission_is_accepted_only_when_the_replica_has_it()
    {
        var store = await OpenAsync(replicas: 1);
        _replica!.Pause();
        var refused = Stopwatch.StartNew();
        await Assert.ThrowsAsync<TimeoutException>(() => SubmitAsync(store));
        Assert.True(refused.Elapsed < TimeSpan.FromSeconds(3), $"{refused.Elapsed}");

        _replica.Continue();
        await using var replica = await ConnectionMultiplexer.ConnectAsync(_replica.ConnectionString);
        for (var i = 0; i < 20; i++)
            Assert.True(await replica.GetDatabase().KeyExistsAsync(Keys.Owner(await SubmitAsync(store))));
    }

    [SkippableFact]
    public async Task A_slow_replica_holds_up_nobody_who_does_not_wait_for_it()
    {
        var store = await OpenAsync(replicas: 1);
        _replica!.Pause();
        var submitting = RefusedAsync(store, times: 5);
        // This is asked on the shared connection: if WAIT was on that, the answer would come when nobody waits any more.
        await Eventually.TrueAsync(async () => ((string?)await Redis.GetDatabase().ExecuteAsync("CLIENT", "LIST"))!
            .Split('\n').Any(client => client.Contains("flags=b", StringComparison.Ordinal)),
            TimeSpan.FromSeconds(20), "somebody waits, and others are answered");
        await submitting;
        _replica.Continue();
    }

    [SkippableFact]
    public async Task Submissions_that_come_together_share_their_waits()
    {
        var store = await OpenAsync(replicas: 1);
        await SubmitAsync(store);
        await Redis.GetServers().Single().ExecuteAsync("CONFIG", "RESETSTAT");
        await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => SubmitAsync(store)));
        Assert.InRange(await WaitsAsync(), 1, 100);
    }

    [SkippableFact]
    public async Task Without_replicas_to_wait_for_there_is_no_wait_and_no_connection()
    {
        var store = await OpenAsync(replicas: 0);
        var connections = await ConnectionsAsync();
        _replica!.Pause();
        await SubmitAsync(store);
        _replica.Continue();
        Assert.Equal((0, connections), (await WaitsAsync(), await ConnectionsAsync()));
    }

    [SkippableFact]
    public async Task After_the_master_was_away_submissions_are_accepted_again()
    {
        var store = await OpenAsync(replicas: 1);
        await SubmitAsync(store);
        await _master!.KillAsync();
        var refused = await Assert.ThrowsAnyAsync<Exception>(() => SubmitAsync(store));
        Assert.True(StoreOutage.Covers(refused), $"{refused}");
        await _master.RestartAsync();
        await Eventually.AsAsync(() => SubmitAsync(store), _ => true, TimeSpan.FromSeconds(30), "all three have met again");
    }

    private async Task<ConversationStore> OpenAsync(int replicas)
    {
        Needs.Redis();
        var store = new ConversationStore(Redis, new ConversationSettings { WaitForReplicas = replicas });
        await store.OpenAsync();
        return store;
    }

    private async Task<QueryId> SubmitAsync(ConversationStore store)
    {
        var id = QueryId.New(_conversation);
        var content = new QueryContent { ConversationId = _conversation.Id, Text = "Hello" };
        Assert.IsType<Submission.Accepted>(await store.SubmitAsync(_conversation, id, content, 10_000));
        return id;
    }

    private async Task RefusedAsync(ConversationStore store, int times)
    {
        for (var i = 0; i < times; i++)
            await Assert.ThrowsAsync<TimeoutException>(() => SubmitAsync(store));
    }

    private async Task<int> WaitsAsync() => Number(await InfoAsync("commandstats"), "cmdstat_wait:calls=");

    private async Task<int> ConnectionsAsync() => Number(await InfoAsync("stats"), "total_connections_received:");

    private async Task<string> InfoAsync(string section) =>
        (await Redis.GetServers().Single().InfoRawAsync(section))!;

    private static int Number(string info, string name)
    {
        var start = info.IndexOf(name, StringComparison.Ordinal);
        return start < 0 ? 0 : int.Parse(string.Concat(info[(start + name.Length)..].TakeWhile(char.IsDigit)));
    }
}
