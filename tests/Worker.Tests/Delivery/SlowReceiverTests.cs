using System.Collections.Concurrent;
using System.Diagnostics;
using Workers.Contracts.V1;
using Workers.Conversations;
using Workers.Hosting.Options;
using Workers.Testing;
using Xunit.Abstractions;

namespace Workers.Worker.Tests.Delivery;

/// <summary>One tenant's receiver never answers; what that does to the others.</summary>
public sealed class SlowReceiverTests(SharedRedis redis, ITestOutputHelper output) : IClassFixture<SharedRedis>
{
    private const int Slots = 64;
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    [SkippableFact]
    public async Task A_thousand_replies_to_it_keep_no_reply_from_another_tenant()
    {
        await using var dead = await Receiver.StartAsync(context => Task.Delay(-1, context.RequestAborted));
        await using var well = await Receiver.StartAsync(200);
        await using var worker = await StartAsync(dead.Url, well.Url);
        using var slots = new SemaphoreSlim(Slots);
        var (alone, beside) = (await EndAsync(worker, "well", 100), await EndAsync(worker, "well", 100));
        var stuck = await EndAsync(worker, "dead", 1000);

        var before = await DeliverAsync(worker, slots, alone);
        var hanging = stuck.Select(hint => DeliverAsync(worker, slots, hint)).ToArray(); // all of them before the others
        var among = await DeliverAsync(worker, slots, beside);

        output.WriteLine($"p95 of 100 replies: {before} alone, {among} beside 1,000 that hang");
        Assert.Equal(200, well.Inbox.Count);
        foreach (var hint in beside)
            Assert.Equal(DeliveryStatus.Delivered, (await worker.ReadAsync(hint)).Status);
        Assert.True(dead.Inbox.Count <= Slots / 2, $"{dead.Inbox.Count} slots hang");
        await Task.WhenAll(hanging).WaitAsync(Bound);
    }

    [SkippableFact]
    public async Task What_was_not_sent_has_spent_no_attempt_and_is_due_again()
    {
        await using var dead = await Receiver.StartAsync(context => Task.Delay(-1, context.RequestAborted));
        await using var worker = await StartAsync(dead.Url, dead.Url);
        var stuck = await EndAsync(worker, "slow", 100);
        await Task.WhenAll(stuck.Select(hint => worker.Consumer.DeliverAsync(hint))).WaitAsync(Bound);
        var found = await Task.WhenAll(stuck.Select(worker.ListedAsync));
        Assert.All(found, delivery => Assert.Equal(DeliveryStatus.Pending, delivery.Status));
        var deferred = found.Where(delivery => delivery.Attempts.Count == 0).ToArray();
        Assert.Equal(100 - dead.Inbox.Count, deferred.Length);
        Assert.All(deferred, delivery => Assert.NotNull(delivery.NextAttemptAt));
        var views = await Task.WhenAll(stuck.Select(worker.ReadAsync));
        Assert.Equal(dead.Inbox.Count, views.Sum(view => view.Attempts));
    }

    private Task<Deliveries> StartAsync(Uri dead, Uri well) => Deliveries.StartAsync(
        redis.Server.ConnectionString,
        new() { ["dead"] = Deliveries.To(dead), ["slow"] = Deliveries.To(dead), ["well"] = Deliveries.To(well) },
        new WebhooksOptions { Timeout = TimeSpan.FromSeconds(8) }, Slots);

    private static async Task<ReplyReady[]> EndAsync(Deliveries worker, string tenant, int count) =>
        await Task.WhenAll(Enumerable.Range(0, count).Select(_ => worker.EndQueryAsync(tenant)));

    /// <summary>Eight at a time: the places that a receiver has in any case.</summary>
    private static async Task<TimeSpan> DeliverAsync(Deliveries worker, SemaphoreSlim slots, ReplyReady[] hints)
    {
        var took = new ConcurrentBag<TimeSpan>();
        using var bound = new CancellationTokenSource(Bound);
        var eight = new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = bound.Token };
        await Parallel.ForEachAsync(
            hints, eight, async (hint, _) => took.Add(await DeliverAsync(worker, slots, hint)));
        return took.Order().ElementAt(hints.Length * 95 / 100);
    }

    /// <summary>As the consumer does: a slot for each hint, first in, first out.</summary>
    private static async Task<TimeSpan> DeliverAsync(Deliveries worker, SemaphoreSlim slots, ReplyReady hint)
    {
        var since = Stopwatch.GetTimestamp();
        await slots.WaitAsync();
        try
        {
            await worker.Consumer.DeliverAsync(hint);
            return Stopwatch.GetElapsedTime(since);
        }
        finally
        {
            slots.Release();
        }
    }
}
