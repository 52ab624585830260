using System.Net;
using StackExchange.Redis;
using Workers.Testing;

namespace Workers.Conversations.Tests.Facts;

/// <summary>A cluster of which one node has a replica: each submission waits for the replicas of its own node.</summary>
public sealed class ReplicasOnClusterTests
{
    [SkippableFact]
    public async Task A_submission_waits_for_the_replicas_of_the_node_that_has_it()
    {
        await using var cluster = await RedisCluster.StartAsync();
        var bus = FreePort.Next();
        await using var replica = await RedisServer.StartAsync(
            "--cluster-enabled", "yes", "--cluster-port", $"{bus}", "--appendonly", "no");
        await using var redis = await ConnectionMultiplexer.ConnectAsync(cluster.ConnectionString + ",allowAdmin=true");
        await FollowAsync(redis.GetServer(cluster.Nodes[0].ConnectionString), replica, bus);
        await using var all = await ConnectionMultiplexer.ConnectAsync(cluster.ConnectionString + ",allowAdmin=true");
        var store = new ConversationStore(all, new ConversationSettings { WaitForReplicas = 1 });
        await store.OpenAsync();

        var node = new IPEndPoint(IPAddress.Loopback, cluster.Nodes[0].Port);
        var (here, elsewhere) = (On(all, node.Equals), On(all, endpoint => !node.Equals(endpoint)));
        await Eventually.AsAsync(() => SubmitAsync(store, here), _ => true, TimeSpan.FromSeconds(30), "its node has a replica");
        await Assert.ThrowsAsync<TimeoutException>(() => SubmitAsync(store, elsewhere));
        await SubmitAsync(store, here);
    }

    private static async Task FollowAsync(IServer master, RedisServer replica, int bus)
    {
        var id = (string?)await master.ExecuteAsync("CLUSTER", "MYID");
        await using var alone = await ConnectionMultiplexer.ConnectAsync(replica.ConnectionString + ",allowAdmin=true");
        var follower = alone.GetServer(replica.ConnectionString);
        await master.ExecuteAsync("CLUSTER", "MEET", "127.0.0.1", replica.Port, bus);
        await Eventually.AsAsync(() => follower.ExecuteAsync("CLUSTER", "REPLICATE", id!), _ => true,
            TimeSpan.FromSeconds(20), "they have met");
    }

    private static ConversationRef On(ConnectionMultiplexer redis, Predicate<EndPoint> node) => Enumerable.Range(0, 1000)
        .Select(i => new ConversationRef("acme", $"c{i}"))
        .First(conversation => node(redis.GetServer((RedisKey)$"{{b{conversation.Bucket}}}:").EndPoint));

    private static async Task<Submission> SubmitAsync(ConversationStore store, ConversationRef conversation)
    {
        var content = new QueryContent { ConversationId = conversation.Id, Text = "Hello" };
        var submission = await store.SubmitAsync(conversation, QueryId.New(conversation), content, 1000);
        return Assert.IsType<Submission.Accepted>(submission);
    }
}
