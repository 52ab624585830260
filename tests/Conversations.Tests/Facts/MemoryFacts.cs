using System.Globalization;
using StackExchange.Redis;

namespace Workers.Conversations.Tests.Facts;

/// <summary>A Redis without memory: what was accepted still ends, and nothing more is accepted before it is full.</summary>
public sealed class MemoryFacts(OnRedis server) : StoreFacts(server), IClassFixture<OnRedis>, IAsyncLifetime
{
    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await LimitAsync(0);

    [SkippableFact]
    public async Task A_full_Redis_still_ends_what_was_accepted()
    {
        await OpenAsync();
        var turns = new List<Turn>();
        var waiting = new List<Submission.Accepted>();
        for (var i = 0; i < 6; i++)
        {
            var conversation = new ConversationRef("acme", $"full{i}");
            turns.Add(await BeginAsync((await SubmitAsync(to: conversation)).Next));
            waiting.Add(await SubmitAsync(to: conversation, expiresInSeconds: 20));
        }
        await LimitAsync(100);
        Wire.IsRedisFull = true;
        Assert.All(await Store.RenewAsync([.. turns.Select(turn => turn.Grant)]), held => Assert.Equal(Renewal.Held, held));
        var handover = await CommitAsync(turns[0]);
        Assert.IsType<Ending.Applied>(await Store.FailAsync(turns[1].Grant, QueryStatus.Failed, QueryErrors.ModelUnavailable));
        Assert.IsType<Ending.Applied>(await Store.PostponeAsync(turns[2].Grant, TimeSpan.FromMinutes(1), Postponement.NoAnswer));
        Assert.IsType<Cancellation.Told>(await Store.CancelAsync("acme", turns[3].Grant.Query));
        Assert.IsType<Cancellation.Cancelled>(await Store.CancelAsync("acme", waiting[3].Id));
        await BeginAsync(handover.Next);
        var put = (DeliveryBeginning.Begun)await Store.BeginDeliveryAsync(handover.Replies[0], "s", Lease);
        Assert.True(await Store.DeferDeliveryAsync(put.Attempt, TimeSpan.Zero));
        var sent = (DeliveryBeginning.Begun)await Store.BeginDeliveryAsync(handover.Replies[0], "t", Lease);
        Assert.True(await Store.EndDeliveryAsync(
            sent.Attempt, new DeliveryResult(DeliveryStatus.Delivered, TimeSpan.Zero, 1, 200, null)));
        Wire.Advance(TimeSpan.FromSeconds(8));
        Assert.All(await Store.RenewAsync([turns[4].Grant]), held => Assert.Equal(Renewal.Held, held));
        Wire.Advance(TimeSpan.FromSeconds(13));
        await SweepAllAsync();
        Assert.Equal(QueryStatus.Expired, (await ReadAsync(waiting[4].Id)).Status);
        Assert.NotNull(await Store.EraseAsync(turns[5].Grant.Conversation));
    }

    [SkippableTheory]
    [InlineData(80, true)]
    [InlineData(90, false)]
    public async Task A_submission_is_refused_from_85_percent(int percent, bool accepted)
    {
        await OpenAsync();
        await LimitAsync(percent);
        var found = await Store.SubmitAsync(Conversation, QueryId.New(Conversation), new QueryContent
        {
            ConversationId = Conversation.Id, Text = "Hello",
        }, 10);
        Assert.Equal(accepted, found is Submission.Accepted);
        Assert.Equal(!accepted, found is Submission.StoreFull);
    }

    private async Task SweepAllAsync()
    {
        for (var bucket = 0; bucket < Conversations.Redis.Buckets.Count; bucket++)
        {
            var due = await Store.TakeDueAsync(bucket, 100);
            foreach (var conversation in due.Conversations)
                await Store.LookAsync(conversation, new QueueSight(0, 0, true));
            foreach (var delivery in due.Deliveries)
                await Store.LookDeliveryAsync(delivery, new QueueSight(due.TakenAt, 0, true));
        }
    }

    /// <summary>Makes what is used now so many percent of what may be used; 0 lifts the limit.</summary>
    private async Task LimitAsync(int percent)
    {
        if (Server.Missing is not null)
            return;
        var redis = Server.Redis.GetServers()[0];
        var used = (await redis.InfoAsync("memory")).SelectMany(section => section).First(line => line.Key == "used_memory").Value;
        var limit = percent == 0 ? 0 : percent == 100 ? 1_000_000
            : long.Parse(used, CultureInfo.InvariantCulture) * 100 / percent;
        await redis.ConfigSetAsync("maxmemory", limit);
    }
}
