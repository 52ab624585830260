using Workers.Contracts;
using Workers.Testing;

namespace Workers.Hosting.Tests.Messaging;

/// <summary>A broker of its own: these tests kill it and raise its alarms.</summary>
public sealed class BrokerOutageTests
{
    [SkippableFact]
    public async Task After_the_broker_was_killed_again_and_again_hints_flow_while_a_turn_is_in_flight()
    {
        await using var rabbit = await RabbitServer.StartAsync();
        var inbox = new Inbox();
        await using var worker = await HintHost.StartAsync(rabbit.ConnectionString, inbox.Take, slots: 8);
        await worker.Hints.PublishAsync(Hint.Query("held"), Hint.Within(20));
        await inbox.SeenAsync("held");

        for (var i = 0; i < 3; i++)
        {
            await rabbit.RestartAsync();
            await worker.Hints.PublishAsync(Hint.Query($"after-{i}"), Hint.Within(10));
            await inbox.SeenAsync($"after-{i}", seconds: 10);
        }

        inbox.Release();
    }

    [SkippableFact]
    public async Task A_process_that_starts_without_a_broker_connects_when_it_comes()
    {
        await using var rabbit = await RabbitServer.StartAsync();
        await rabbit.KillAsync();
        var inbox = Inbox.Open();
        await using var worker = await HintHost.StartAsync(rabbit.ConnectionString, inbox.Take);
        Assert.False(worker.Hints.IsReachable);
        Assert.False(await worker.Hints.IsDrainedAsync(QueueNames.Queries, default));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => worker.Hints.PublishAsync(Hint.Query("lost"), Hint.Within(1)));

        await rabbit.RestartAsync();
        await worker.Hints.PublishAsync(Hint.Query("q1"), Hint.Within(10));
        await inbox.SeenAsync("q1", seconds: 10);
        Assert.True(worker.Hints.IsReachable);
    }

    [SkippableFact]
    public async Task A_memory_alarm_stops_publishing_but_the_queue_drains()
    {
        await using var rabbit = await RabbitServer.StartAsync();
        var inbox = new Inbox();
        await using var worker = await HintHost.StartAsync(rabbit.ConnectionString, inbox.Take, slots: 2);
        for (var i = 0; i < 20; i++)
            await worker.Hints.PublishAsync(Hint.Query($"q{i}"), Hint.Within(20));

        await rabbit.RaiseMemoryAlarmAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => worker.Hints.PublishAsync(Hint.Query("blocked"), Hint.Within(2)));
        Assert.False(worker.Hints.IsReachable);
        inbox.Release();
        await Eventually.AsAsync(() => rabbit.QueueAsync(QueueNames.Queries),
            queue => queue is { Ready: 0, Unacknowledged: 0 }, TimeSpan.FromSeconds(20), "an alarm stops no acknowledgement");
        Assert.True(await worker.Hints.IsDrainedAsync(QueueNames.Queries, default));

        await rabbit.ClearMemoryAlarmAsync();
        await worker.Hints.PublishAsync(Hint.Query("after"), Hint.Within(10));
        await inbox.SeenAsync("after");
    }
}
