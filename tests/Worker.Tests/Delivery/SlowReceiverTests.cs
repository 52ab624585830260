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
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(2);
    private readonly TaskCompletionSource release = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [SkippableFact]
    public async Task A_thousand_replies_to_it_keep_no_reply_from_another_tenant()
    {
        await using var dead = await StartDeadAsync();
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
        release.SetResult();
        await Task.WhenAll(hanging).WaitAsync(Bound);
    }

    [SkippableFact]
    public async Task What_was_not_sent_has_spent_no_attempt_and_is_due_again()
    {
        await using var dead = await StartDeadAsync();
        await using var worker = await StartAsync(dead.Url, dead.Url);
        var stuck = await EndAsync(worker, "slow", 100);
        var delivering = stuck.Select(hint => worker.Consumer.DeliverAsync(hint)).ToArray();
        await Eventually.TrueAsync(
            () => delivering.Count(each => each.IsCompleted) + dead.Inbox.Count == 100, Bound, "each hangs or is deferred");
        release.SetResult();
        await Task.WhenAll(delivering).WaitAsync(Bound);
        var found = await Task.WhenAll(stuck.Select(worker.ListedAsync));
        Assert.Equal(Slots / 2, found.Count(delivery => delivery.Status == DeliveryStatus.Delivered));
        var deferred = found.Where(delivery => delivery.Status == DeliveryStatus.Pending).ToArray();
        Assert.Equal(100 - (Slots / 2), deferred.Length);
        Assert.All(deferred, delivery => Assert.Empty(delivery.Attempts));
        Assert.All(deferred, delivery => Assert.NotNull(delivery.NextAttemptAt));
        var views = await Task.WhenAll(stuck.Select(worker.ReadAsync));
        Assert.Equal(Slots / 2, views.Sum(view => view.Attempts));
    }

    /// <summary>A receiver that answers nothing until the test is over.</summary>
    private Task<Receiver> StartDeadAsync() => Receiver.StartAsync(context => release.Task.WaitAsync(context.RequestAborted));

    private Task<Deliveries> StartAsync(Uri dead, Uri well) => Deliveries.StartAsync(
        redis.Server.ConnectionString,
        new() { ["dead"] = Deliveries.To(dead), ["slow"] = Deliveries.To(dead), ["well"] = Deliveries.To(well) },
        new WebhooksOptions { Timeout = 2 * Bound }, Slots);

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
