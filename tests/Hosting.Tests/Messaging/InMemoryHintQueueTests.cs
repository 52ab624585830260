using Workers.Contracts;

namespace Workers.Hosting.Tests.Messaging;

public sealed class InMemoryHintQueueTests
{
    [Fact]
    public async Task Hints_reach_the_same_consumers_without_a_broker()
    {
        var inbox = Inbox.Open();
        await using var host = await HintHost.StartAsync(null, inbox.Take);
        await host.Hints.PublishAsync(Hint.Query("q1"), Hint.Within(10));
        await inbox.SeenAsync("q1");
    }

    [Fact]
    public async Task It_is_drained_when_all_hints_were_taken()
    {
        var inbox = new Inbox();
        await using var host = await HintHost.StartAsync(null, inbox.Take, slots: 1);
        await host.Hints.PublishAsync(Hint.Query("q1"), Hint.Within(10));
        await inbox.SeenAsync("q1");
        await host.Hints.PublishAsync(Hint.Query("q2"), Hint.Within(10));
        Assert.False(await host.Hints.IsDrainedAsync(QueueNames.Queries, default));

        inbox.Release();
        await inbox.SeenAsync("q2");
        Assert.True(await host.Hints.IsDrainedAsync(QueueNames.Queries, default));
    }
}
