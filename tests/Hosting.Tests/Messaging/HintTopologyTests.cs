using System.Text;
using RabbitMQ.Client;
using Workers.Contracts;
using Workers.Testing;

namespace Workers.Hosting.Tests.Messaging;

[Collection(RabbitCollection.Name)]
public sealed class HintTopologyTests(SharedRabbit rabbit)
{
    [SkippableFact]
    public async Task A_hint_published_before_any_consumer_ran_is_not_lost()
    {
        var host = $"early-{Guid.NewGuid():N}";
        var broker = await rabbit.Server.CreateVirtualHostAsync(host);
        await using (var ingress = await HintHost.StartAsync(broker))
            await ingress.Hints.PublishAsync(Hint.Query("q1"), Hint.Within(20));

        var inbox = Inbox.Open();
        await using var worker = await HintHost.StartAsync(broker, inbox.Take);
        await inbox.SeenAsync("q1");
    }

    [SkippableFact]
    public async Task Both_queues_are_durable_quorum_queues_without_a_delivery_limit_and_there_are_no_others()
    {
        var host = $"shape-{Guid.NewGuid():N}";
        var broker = await rabbit.Server.CreateVirtualHostAsync(host);
        var inbox = Inbox.Open();
        await using var worker = await HintHost.StartAsync(broker, inbox.Take);
        await worker.Hints.PublishAsync(Hint.Query("q1"), Hint.Within(20));
        await inbox.SeenAsync("q1");

        var queues = await rabbit.Server.QueuesAsync(host);
        Assert.Equal([QueueNames.Queries, QueueNames.Replies], queues.Select(queue => queue.Name).Order());
        Assert.All(queues, queue => Assert.Equal("quorum", queue.Type));
        Assert.All(queues, queue => Assert.Equal(["x-queue-type"], queue.Arguments.Keys));
    }

    [SkippableFact]
    public async Task A_hint_on_the_wire_is_persistent_plain_json_under_its_versioned_name()
    {
        var broker = await rabbit.Server.CreateVirtualHostAsync($"wire-{Guid.NewGuid():N}");
        await using var ingress = await HintHost.StartAsync(broker);
        await ingress.Hints.PublishAsync(Hint.Query("q1"), Hint.Within(20));
        await ingress.Hints.PublishAsync(Hint.Reply("d1"), Hint.Within(20));

        var query = await TakeAsync(broker, QueueNames.Queries);
        Assert.Equal("workers.query-ready.v1", query.BasicProperties.Type);
        Assert.True(query.BasicProperties.Persistent);
        Assert.Equal(
            """{"tenant":"acme","conversationId":"ticket-1","epoch":3,"queryId":"q1","publishedAt":1700000000000}""",
            Encoding.UTF8.GetString(query.Body.Span));

        var reply = await TakeAsync(broker, QueueNames.Replies);
        Assert.Equal("workers.reply-ready.v1", reply.BasicProperties.Type);
        Assert.Equal("""{"tenant":"acme","deliveryId":"d1","publishedAt":1700000000000}""",
            Encoding.UTF8.GetString(reply.Body.Span));
    }

    [SkippableFact]
    public async Task A_queue_that_was_deleted_is_declared_again_by_the_next_publish()
    {
        var broker = await rabbit.Server.CreateVirtualHostAsync($"wiped-{Guid.NewGuid():N}");
        await using var ingress = await HintHost.StartAsync(broker);
        await ingress.Hints.PublishAsync(Hint.Query("q1"), Hint.Within(20));
        await using (var connection = await new ConnectionFactory { Uri = new Uri(broker) }.CreateConnectionAsync())
        await using (var channel = await connection.CreateChannelAsync())
            await channel.QueueDeleteAsync(QueueNames.Queries);

        await ingress.Hints.PublishAsync(Hint.Query("q2"), Hint.Within(20));
        Assert.Contains("q2", Encoding.UTF8.GetString((await TakeAsync(broker, QueueNames.Queries)).Body.Span));
    }

    [SkippableFact]
    public async Task A_queue_is_drained_when_nothing_is_ready_in_it()
    {
        var broker = await rabbit.Server.CreateVirtualHostAsync($"drained-{Guid.NewGuid():N}");
        await using var ingress = await HintHost.StartAsync(broker);
        await ingress.Hints.PublishAsync(Hint.Query("q1"), Hint.Within(20));
        await Eventually.TrueAsync(async () => await ingress.Hints.IsDrainedAsync(QueueNames.Replies, default),
            TimeSpan.FromSeconds(10), "nothing was put on the queue of replies");
        Assert.False(await ingress.Hints.IsDrainedAsync(QueueNames.Queries, default));

        await TakeAsync(broker, QueueNames.Queries);
        Assert.True(await ingress.Hints.IsDrainedAsync(QueueNames.Queries, default));
    }

    private static async Task<BasicGetResult> TakeAsync(string broker, string queue)
    {
        await using var connection = await new ConnectionFactory { Uri = new Uri(broker) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        return await channel.BasicGetAsync(queue, autoAck: true) ?? throw new InvalidOperationException("nothing there");
    }
}
