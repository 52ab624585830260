using Workers.Contracts.V1;

namespace Workers.Conversations.Tests.Facts;

/// <summary>How lost hints are found, and that a deep backlog breeds no copies.</summary>
public abstract class SweepFacts(StoreFixture server) : StoreFacts(server)
{
    [SkippableFact]
    public async Task A_deep_backlog_breeds_no_copies_and_is_looked_at_ever_more_rarely()
    {
        await OpenAsync();
        await SubmitAsync();
        var looks = new List<long>();
        Wire.Seen = call =>
        {
            if (call.Name == "Look")
                looks.Add(Wire.Now);
        };
        var start = Wire.Now;
        for (var second = 0; second < 220; second++)
        {
            Wire.Advance(TimeSpan.FromSeconds(1));
            Assert.Empty(await SweepAsync());
        }
        Assert.Equal([5, 15, 35, 75, 135, 195], looks.Select(look => (look - start) / 1000));
    }

    [SkippableFact]
    public async Task A_lost_hint_is_found_when_a_newer_one_was_served()
    {
        await OpenAsync();
        var lost = await SubmitAsync();
        var neighbour = Neighbour();
        Wire.Advance(TimeSpan.FromSeconds(5.1));
        var newer = await SubmitAsync(to: neighbour);
        Assert.Empty(await SweepAsync());
        await BeginAsync(newer.Next);
        await PassAsync(TimeSpan.FromSeconds(10));
        Assert.Contains(await SweepAsync(), found => found.Kind == "lost" && found.Handover.Next!.QueryId == $"{lost.Id}");
    }

    [SkippableFact]
    public async Task A_lost_hint_is_found_when_the_queue_is_seen_drained_five_seconds_after_it()
    {
        await OpenAsync();
        var lost = await SubmitAsync();
        Wire.Advance(TimeSpan.FromSeconds(4.9));
        Assert.Empty(await SweepAsync(drained: true));
        Wire.Advance(TimeSpan.FromSeconds(0.2));
        var (kind, handover) = Assert.Single(await SweepAsync(drained: true));
        Assert.Equal(("lost", $"{lost.Id}"), (kind, handover.Next!.QueryId));
        await BeginAsync(handover.Next);
    }


    [SkippableFact]
    public async Task What_becomes_due_while_the_queue_is_away_is_published_when_it_is_back()
    {
        await OpenAsync();
        var query = await SubmitAsync();
        var turn = await BeginAsync(query.Next);
        await Store.PostponeAsync(turn.Grant, TimeSpan.FromSeconds(2), Postponement.NotAsked);
        await PassAsync(TimeSpan.FromSeconds(2));
        Assert.Empty(await SweepAsync(reachable: false));
        await PassAsync(TimeSpan.FromSeconds(5));
        Assert.Equal("postponed", Assert.Single(await SweepAsync()).Kind);
    }

    [SkippableFact]
    public async Task A_lost_turn_is_published_again_when_its_lease_is_over()
    {
        await OpenAsync();
        var query = await SubmitAsync();
        await BeginAsync(query.Next);
        await PassAsync(Lease);
        Assert.Equal("takeover", Assert.Single(await SweepAsync()).Kind);
        Assert.Empty(await SweepAsync());
    }

    [SkippableFact]
    public async Task A_worker_that_dies_before_it_goes_on_is_replaced_two_seconds_later_whatever_the_queue_holds()
    {
        await OpenAsync();
        var turn = await BeginAsync((await SubmitAsync("one")).Next);
        var next = await SubmitAsync("two");
        await Store.CommitAsync(turn.Grant, "Hi", goesOn: true);
        await PassAsync(TimeSpan.FromSeconds(1.9));
        Assert.Empty(await SweepAsync());
        await PassAsync(TimeSpan.FromSeconds(0.1));
        var look = Assert.Single(await SweepAsync(), found => found.Kind == "waiting");
        Assert.Equal($"{next.Id}", look.Handover.Next!.QueryId);
    }

    [SkippableFact]
    public async Task One_sweeper_takes_what_is_due_and_another_takes_it_over_after_five_seconds()
    {
        await OpenAsync();
        await SubmitAsync();
        Wire.Advance(TimeSpan.FromSeconds(5));
        Assert.Single((await Store.TakeDueAsync(Conversation.Bucket, 10)).Conversations);
        Assert.Empty((await Store.TakeDueAsync(Conversation.Bucket, 10)).Conversations);
        Wire.Advance(TimeSpan.FromSeconds(5));
        Assert.Single((await Store.TakeDueAsync(Conversation.Bucket, 10)).Conversations);
    }

    [SkippableFact]
    public async Task A_delivery_is_attempted_with_growing_numbers_by_one_sender_at_a_time()
    {
        await OpenAsync();
        var hint = (await CommitAsync(await BeginAsync((await SubmitAsync()).Next))).Replies[0];
        var first = await SendAsync(hint, "one");
        Assert.Equal(1, first.Attempt);
        Assert.Equal(1, (await SendAsync(hint, "one")).Attempt);
        Assert.IsType<DeliveryBeginning.Busy>(await Store.BeginDeliveryAsync(hint, "two", Lease));
        await PassAsync(Lease);
        Assert.Equal("redelivery", Assert.Single(await SweepAsync()).Kind);
        var second = await SendAsync(hint, "two");
        Assert.Equal(2, second.Attempt);
        Assert.False(await Store.EndDeliveryAsync(first, Ended(DeliveryStatus.Delivered)));
        for (var i = 0; i < 2; i++)
            Assert.True(await Store.EndDeliveryAsync(second, Ended(DeliveryStatus.Pending, 5)));
        Assert.IsType<DeliveryBeginning.NotDue>(await Store.BeginDeliveryAsync(hint, "three", Lease));
        await PassAsync(TimeSpan.FromSeconds(5));
        Assert.Equal("delivery", Assert.Single(await SweepAsync()).Kind);
        Assert.True(await Store.EndDeliveryAsync(await SendAsync(hint, "four"), Ended(DeliveryStatus.Failed)));
        Assert.IsType<DeliveryBeginning.Nothing>(await Store.BeginDeliveryAsync(hint, "five", Lease));
        await PassAsync(TimeSpan.FromMinutes(2));
        Assert.Empty(await SweepAsync(drained: true));
    }

    private async Task<DeliveryAttempt> SendAsync(ReplyReady hint, string token) =>
        Assert.IsType<DeliveryBeginning.Begun>(await Store.BeginDeliveryAsync(hint, token, Lease)).Attempt;

    private static DeliveryResult Ended(DeliveryStatus status, int retryInSeconds = 0) =>
        new(status, TimeSpan.FromSeconds(retryInSeconds), 12, 500, "status");

    private ConversationRef Neighbour() => Enumerable.Range(0, int.MaxValue)
        .Select(i => new ConversationRef("acme", $"n{i}")).First(other => other.Bucket == Conversation.Bucket);
}

public sealed class SweepsOnRedis(OnRedis server) : SweepFacts(server), IClassFixture<OnRedis>;

public sealed class SweepsOnGarnet(OnGarnet server) : SweepFacts(server), IClassFixture<OnGarnet>;

public sealed class SweepsOnCluster(OnCluster server) : SweepFacts(server), IClassFixture<OnCluster>;
