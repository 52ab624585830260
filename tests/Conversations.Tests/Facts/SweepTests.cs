using System.Collections.Concurrent;
using StackExchange.Redis;
using Workers.Contracts;
using Workers.Contracts.V1;
using Workers.Conversations.Redis;
using Workers.Testing;

namespace Workers.Conversations.Tests.Facts;

/// <summary>Whole sweeps: what one bucket, one node or the queue does to the others.</summary>
public sealed class SweepTests
{
    private readonly Wire _wire = new();
    private readonly BusyQueue _queue = new();

    [SkippableFact]
    public async Task A_lost_hint_of_a_quiet_bucket_is_found_although_the_queue_is_never_empty()
    {
        await using var server = await RedisServer.StartAsync();
        var store = await OpenAsync(server.ConnectionString, _wire);
        var (quiet, busy) = (Of(bucket: 3), Of(bucket: 40));
        var lost = await SubmitAsync(store, quiet);
        for (var second = 0; second < 16; second++)
        {
            _wire.Advance(TimeSpan.FromSeconds(1));
            var turn = await BeginAsync(store, await SubmitAsync(store, busy));
            await store.CommitAsync(turn.Grant, "Hi");
            await new Sweep(store, _queue, CancellationToken.None).RunAsync();
        }
        Assert.Contains(_queue.Published, hint => hint.QueryId == $"{lost.Id}");
    }

    [SkippableFact]
    public async Task A_node_that_does_not_answer_keeps_neither_sweeps_nor_renewals_from_the_others()
    {
        await using var cluster = await RedisCluster.StartAsync();
        var store = await OpenAsync(cluster.ConnectionString, _wire);
        var conversations = Enumerable.Range(0, Buckets.Count).Select(Of).ToArray();
        var waiting = new List<string>();
        var turns = new List<Turn>();
        foreach (var conversation in conversations)
        {
            waiting.Add($"{(await SubmitAsync(store, conversation)).Id}");
            var other = new ConversationRef("acme", conversation.Id + "#"); // of another bucket, mostly
            turns.Add(await BeginAsync(store, await SubmitAsync(store, other)));
        }
        _wire.Advance(TimeSpan.FromSeconds(6));
        _queue.Drained = [QueueNames.Queries, QueueNames.Replies];
        cluster.Nodes[1].Pause();
        try
        {
            var sweep = new Sweep(store, _queue, CancellationToken.None);
            await sweep.RunAsync();
            Assert.NotNull(sweep.Outage);
            Assert.InRange(_queue.Published.Count(hint => waiting.Contains(hint.QueryId)), 32, 52);
            var renewals = await store.RenewAsync([.. turns.Select(turn => turn.Grant)]);
            Assert.InRange(renewals.Count(renewal => renewal == Renewal.Held), 32, 52);
            Assert.Equal(turns.Count, renewals.Count(renewal => renewal is Renewal.Held or Renewal.Unknown));
        }
        finally
        {
            cluster.Nodes[1].Continue();
        }
    }

    [SkippableFact]
    public async Task What_an_outage_lost_of_one_queue_is_published_at_once_when_that_queue_is_seen_empty_again()
    {
        await using var server = await RedisServer.StartAsync();
        var store = await OpenAsync(server.ConnectionString, _wire);
        var lost = await SubmitAsync(store, Of(bucket: 7));
        for (var second = 0; second < 40; second++) // the next look is due in 35 s more
        {
            _wire.Advance(TimeSpan.FromSeconds(1));
            await new Sweep(store, _queue, CancellationToken.None).RunAsync();
        }
        string[] both = [QueueNames.Queries, QueueNames.Replies];
        Assert.Equal(both, await new Sweep(store, _queue, CancellationToken.None).CatchUpAsync(both));
        Assert.Empty(_queue.Published);
        _queue.Drained = [QueueNames.Queries];
        await new Sweep(store, _queue, CancellationToken.None).RunAsync();
        Assert.Empty(_queue.Published);
        Assert.Equal([QueueNames.Replies], await new Sweep(store, _queue, CancellationToken.None).CatchUpAsync(both));
        Assert.Equal($"{lost.Id}", Assert.Single(_queue.Published).QueryId);
    }

    [SkippableFact]
    public async Task What_was_published_a_moment_ago_into_a_queue_that_is_gone_is_published_again_at_once()
    {
        await using var server = await RedisServer.StartAsync();
        var store = await OpenAsync(server.ConnectionString, _wire);
        var waiting = await SubmitAsync(store, Of(bucket: 5));
        Assert.True(await new Sweep(store, _queue, CancellationToken.None).WakeAsync(bucket: 5));
        Assert.Equal($"{waiting.Id}", Assert.Single(_queue.Published).QueryId);
    }

    [SkippableFact]
    public async Task A_queue_that_takes_nothing_does_not_keep_expired_queries_alive()
    {
        await using var server = await RedisServer.StartAsync();
        var store = await OpenAsync(server.ConnectionString, _wire);
        await SubmitAsync(store, Of(bucket: 1));
        var expiring = await SubmitAsync(store, Of(bucket: 2), TimeSpan.FromSeconds(6));
        _wire.Advance(TimeSpan.FromSeconds(6));
        _queue.Hangs = true;
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(8));
        var sweep = new Sweep(store, _queue, bound.Token);
        await sweep.RunAsync();
        Assert.False(bound.IsCancellationRequested);
        Assert.Equal(QueryStatus.Expired, (await store.ReadQueryAsync("acme", expiring.Id))!.Status);
    }

    [SkippableFact]
    public async Task Queries_that_expire_together_end_in_one_sweep_however_many_they_are()
    {
        await using var server = await RedisServer.StartAsync("--appendfsync", "no");
        var store = await OpenAsync(server.ConnectionString, _wire);
        var conversation = Of(bucket: 9);
        var head = await SubmitAsync(store, conversation);
        await Task.WhenAll(Enumerable.Range(0, 350).Select(_ => SubmitAsync(store, conversation, TimeSpan.FromSeconds(6))));
        _wire.Advance(TimeSpan.FromSeconds(6));
        await new Sweep(store, _queue, CancellationToken.None).RunAsync();
        Assert.Equal([head.Id], (await store.ReadConversationAsync(conversation))!.Mailbox.Select(query => query.Id));
    }

    private static async Task<ConversationStore> OpenAsync(string connection, Wire wire)
    {
        var redis = await ConnectionMultiplexer.ConnectAsync($"{connection},asyncTimeout=1000,allowAdmin=true");
        var store = new ConversationStore(wire.Over(redis), new ConversationSettings { Lease = TimeSpan.FromMinutes(5) });
        await store.OpenAsync();
        return store;
    }

    private static ConversationRef Of(int bucket) => Enumerable.Range(0, int.MaxValue)
        .Select(i => new ConversationRef("acme", $"n{i}")).First(conversation => conversation.Bucket == bucket);

    private async Task<Submission.Accepted> SubmitAsync(
        ConversationStore store, ConversationRef conversation, TimeSpan? expiresIn = null) =>
        Assert.IsType<Submission.Accepted>(await store.SubmitAsync(conversation, QueryId.New(conversation), new QueryContent
        {
            ConversationId = conversation.Id,
            Text = "Hello",
            ExpiresAt = expiresIn is { } span ? DateTimeOffset.FromUnixTimeMilliseconds(_wire.Now) + span : null,
        }, 1000));

    private static async Task<Turn> BeginAsync(ConversationStore store, Submission.Accepted query) =>
        Assert.IsType<Beginning.Begun>(await store.BeginAsync(query.Next!, $"{query.Id}", maySuspect: true, 0)).Turn;

    /// <summary>Queues that give nothing back, and have something ready unless the test says otherwise.</summary>
    private sealed class BusyQueue : IHintQueue
    {
        public ConcurrentQueue<QueryReady> Published { get; } = new();

        public bool Hangs { get; set; }

        public IReadOnlyList<string> Drained { get; set; } = [];

        public bool IsReachable => true;

        public bool StartsEmpty => false;

        public Task PublishAsync(QueryReady hint, CancellationToken cancellation)
        {
            if (Hangs)
                return Task.Delay(Timeout.Infinite, cancellation);
            Published.Enqueue(hint);
            return Task.CompletedTask;
        }

        public Task PublishAsync(ReplyReady hint, CancellationToken cancellation) => Task.CompletedTask;

        public Task<bool> IsDrainedAsync(string queue, CancellationToken cancellation) => Hangs
            ? Task.Delay(Timeout.Infinite, cancellation).ContinueWith(_ => true, cancellation)
            : Task.FromResult(Drained.Contains(queue));
    }
}
