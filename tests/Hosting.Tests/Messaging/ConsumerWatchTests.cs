using Microsoft.Extensions.DependencyInjection;
using Workers.Contracts;
using Workers.Hosting.Messaging;
using Workers.Testing;

namespace Workers.Hosting.Tests.Messaging;

public sealed class ConsumerWatchTests
{
    [SkippableFact]
    public async Task A_channel_that_the_broker_closes_for_an_old_delivery_is_replaced_though_the_turn_goes_on()
    {
        await using var rabbit = await RabbitServer.StartAsync();
        await rabbit.ControlAsync("eval", "application:set_env(rabbit, consumer_timeout, 1000).");
        await rabbit.ControlAsync("eval", "application:set_env(rabbit, channel_tick_interval, 1000).");
        var inbox = new Inbox();
        await using var worker = await HintHost.StartAsync(rabbit.ConnectionString, inbox.Take, slots: 2);
        await worker.Hints.PublishAsync(Hint.Query("stuck"), Hint.Within(20));
        await inbox.SeenAsync("stuck");
        await Eventually.TrueAsync(() => inbox.Count > 1, TimeSpan.FromSeconds(90),
            // the client waits about half a minute for the turn before it lets the channel go
            "the broker closes the channel and hands the hint to the next one of the same consumer");
        inbox.Release();
    }

    [SkippableFact]
    public async Task A_queue_whose_consumer_is_gone_is_reported_after_the_patience_whatever_the_wall_clock_does()
    {
        await using var rabbit = await RabbitServer.StartAsync();
        var time = new SkippingTime();
        await using var worker = await HintHost.StartAsync(rabbit.ConnectionString, Inbox.Open().Take, time: time);
        var watch = worker.Services.GetRequiredService<ConsumerWatch>();
        await Eventually.AsAsync(() => rabbit.QueueAsync(QueueNames.Queries), queue => queue is { Consumers: 1 },
            TimeSpan.FromSeconds(20), "it consumes");
        Assert.Null(watch.Dead);

        await worker.StopConsumingAsync();
        var gone = time.Elapsed;
        await Eventually.TrueAsync(() => { time.Skip(ConsumerWatch.Interval); return watch.Dead == QueueNames.Queries; },
            TimeSpan.FromSeconds(20), "nobody consumes, and the broker is there");
        Assert.True(time.Elapsed >= gone + ConsumerWatch.Patience, $"after {time.Elapsed - gone}");
    }
}
