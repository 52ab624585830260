using System.Text;
using RabbitMQ.Client;
using Workers.Contracts;
using Workers.Testing;

namespace Workers.Hosting.Tests.Messaging;

[Collection(RabbitCollection.Name)]
public sealed class HintConsumersTests(SharedRabbit rabbit)
{
    [SkippableFact]
    public async Task A_consumer_holds_its_slots_and_leaves_the_rest_ready()
    {
        var host = $"slots-{Guid.NewGuid():N}";
        var broker = await rabbit.Server.CreateVirtualHostAsync(host);
        var inbox = new Inbox();
        await using var worker = await HintHost.StartAsync(broker, inbox.Take, slots: 3);
        for (var i = 0; i < 10; i++)
            await worker.Hints.PublishAsync(Hint.Query($"q{i}"), Hint.Within(20));

        await Eventually.AsAsync(() => rabbit.Server.QueueAsync(QueueNames.Queries, host),
            queue => queue is { Ready: 7, Unacknowledged: 3 }, TimeSpan.FromSeconds(20), "three in flight, seven waiting");
        Assert.Equal(3, inbox.Count);
        inbox.Release();
        await inbox.SeenAsync("q9");
    }

    [SkippableFact]
    public async Task A_consumer_that_throws_loses_its_message_once_and_leaves_no_queue_behind()
    {
        var host = $"throws-{Guid.NewGuid():N}";
        var broker = await rabbit.Server.CreateVirtualHostAsync(host);
        var unknown = await Counters.UnknownAsync();
        var calls = 0;
        await using var worker = await HintHost.StartAsync(broker, _ =>
        {
            Interlocked.Increment(ref calls);
            throw new InvalidOperationException("a consumer that breaks its promise");
        });
        await worker.Hints.PublishAsync(Hint.Query("q1"), Hint.Within(20));

        await IsEmptyAsync(host);
        Assert.Equal(1, calls);
        Assert.True(await Counters.UnknownAsync() > unknown);
        Assert.Equal([QueueNames.Queries, QueueNames.Replies],
            (await rabbit.Server.QueuesAsync(host)).Select(queue => queue.Name).Order());
    }

    [SkippableTheory]
    [InlineData("not json")]
    [InlineData("""{"tenant":"acme","deliveryId":"d1","publishedAt":1}""")]
    public async Task A_message_that_is_no_hint_is_dropped_and_counted(string body)
    {
        var host = $"garbage-{Guid.NewGuid():N}";
        var broker = await rabbit.Server.CreateVirtualHostAsync(host);
        var unknown = await Counters.UnknownAsync();
        var inbox = Inbox.Open();
        await using var worker = await HintHost.StartAsync(broker, inbox.Take);
        await worker.Hints.PublishAsync(Hint.Query("q1"), Hint.Within(20));
        await SendAsync(broker, body);
        await worker.Hints.PublishAsync(Hint.Query("q2"), Hint.Within(20));

        await inbox.SeenAsync("q2");
        await IsEmptyAsync(host);
        Assert.Equal(2, inbox.Count);
        Assert.True(await Counters.UnknownAsync() > unknown);
    }

    [SkippableFact]
    public async Task Stopping_waits_for_what_is_in_flight_and_loses_nothing()
    {
        var host = $"stops-{Guid.NewGuid():N}";
        var broker = await rabbit.Server.CreateVirtualHostAsync(host);
        var inbox = new Inbox();
        var worker = await HintHost.StartAsync(broker, inbox.Take, slots: 1);
        await worker.Hints.PublishAsync(Hint.Query("q1"), Hint.Within(20));
        await worker.Hints.PublishAsync(Hint.Query("q2"), Hint.Within(20));
        await inbox.SeenAsync("q1");

        var stopped = worker.DisposeAsync().AsTask();
        Assert.False(stopped.IsCompleted);
        inbox.Release();
        await stopped.WaitAsync(TimeSpan.FromSeconds(20));
        await Eventually.AsAsync(() => rabbit.Server.QueueAsync(QueueNames.Queries, host), queue => // the second may slip in
            queue is { Unacknowledged: 0 } && queue.Ready == 2 - inbox.Count, TimeSpan.FromSeconds(20), "what is left waits");
    }

    private async Task IsEmptyAsync(string host) => await Eventually.AsAsync(() => rabbit.Server.QueueAsync(QueueNames.Queries, host),
        queue => queue is { Ready: 0, Unacknowledged: 0 }, TimeSpan.FromSeconds(20), "the message is gone");

    private static async Task SendAsync(string broker, string body)
    {
        await using var connection = await new ConnectionFactory { Uri = new Uri(broker) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.BasicPublishAsync("", QueueNames.Queries, mandatory: true, new BasicProperties(), Encoding.UTF8.GetBytes(body));
    }
}
