using Workers.Contracts.V1;
using Workers.Testing;

namespace Workers.Conversations.Tests;

/// <summary>The way of queries through a conversation, on every server that the product runs on.</summary>
public abstract class TurnTests(StoreFixture server)
{
    private readonly ConversationRef _conversation = new("acme", $"ticket/{Guid.NewGuid():N}");

    [SkippableFact]
    public async Task A_query_is_submitted_begun_committed_and_read()
    {
        var store = await server.OpenAsync();
        var first = await SubmitAsync(store, "Hello");
        Assert.Equal((1, 0), (first.Sequence, first.Position));
        var second = await SubmitAsync(store, "And now?");
        Assert.Null(second.Next);

        var turn = await BeginAsync(store, first.Next!);
        Assert.Equal("Hello", turn.Query.Text);
        Assert.Equal(QueryStatus.Running, (await store.ReadQueryAsync("acme", first.Id))!.Status);
        var applied = Assert.IsType<Ending.Applied>(await store.CommitAsync(turn.Grant, "Hi \"you\" ü\n"));
        Assert.Single(applied.Handover.Replies);

        var next = await BeginAsync(store, applied.Handover.Next!);
        Assert.Equal([new PastTurn("Hello", "Hi \"you\" ü\n")], next.Context);
        var read = (await store.ReadQueryAsync("acme", first.Id))!;
        Assert.Equal((QueryStatus.Completed, "Hi \"you\" ü\n"), (read.Status, read.Reply));
        Assert.Equal("4711", read.Content.Metadata!["ticket"]);
        Assert.Equal(DeliveryStatus.Pending, read.Delivery!.Status);
        Assert.Null(await store.ReadQueryAsync("other", first.Id));
        var view = (await store.ReadConversationAsync(_conversation))!;
        Assert.Equal([first.Id], view.Turns.Select(ended => ended.Id));
        Assert.Equal([second.Id], view.Mailbox.Select(live => live.Id));
    }

    [SkippableFact]
    public async Task A_lost_turn_is_taken_over_and_its_worker_is_fenced()
    {
        var store = await server.OpenAsync(new ConversationSettings { Lease = TimeSpan.FromMilliseconds(50) });
        var query = await SubmitAsync(store, "Hello");
        var zombie = await BeginAsync(store, query.Next!);
        Beginning found;
        do
            found = await store.BeginAsync(query.Next!, "other", maySuspect: false, 20);
        while (found is Beginning.Busy);
        var turn = Assert.IsType<Beginning.Begun>(found).Turn;
        Assert.True(turn is { IsTakeover: true, IsSuspect: false, Attempts: 1 });
        Assert.IsType<Ending.Fenced>(await store.CommitAsync(zombie.Grant, "late"));
        Assert.Equal([Renewal.Lost, Renewal.Held], await store.RenewAsync([zombie.Grant, turn.Grant]));
        Assert.IsType<Ending.Applied>(await store.CommitAsync(turn.Grant, "on time"));
        Assert.IsType<Ending.Applied>(await store.CommitAsync(turn.Grant, "on time"));
        Assert.Equal("on time", (await store.ReadQueryAsync("acme", query.Id))!.Reply);
    }

    [SkippableFact]
    public async Task A_postponed_head_is_cancelled_redriven_and_erased()
    {
        var store = await server.OpenAsync();
        var query = await SubmitAsync(store, "Hello");
        var later = await SubmitAsync(store, "Later");
        var turn = await BeginAsync(store, query.Next!);
        await store.PostponeAsync(turn.Grant, TimeSpan.FromMinutes(1), Postponement.NotAsked);
        Assert.IsType<Beginning.NotDue>(await store.BeginAsync(query.Next!, "t", true, 20));
        var cancelled = Assert.IsType<Cancellation.Cancelled>(await store.CancelAsync("acme", query.Id));
        var next = await BeginAsync(store, cancelled.Handover.Next!);
        Assert.Equal(later.Id, next.Grant.Query);
        var failed = Assert.IsType<Ending.Applied>(
            await store.FailAsync(next.Grant, QueryStatus.Failed, QueryErrors.ModelUnavailable));
        Assert.Null(failed.Handover.Next);

        var dead = (await store.ReadQueryAsync("acme", later.Id))!;
        var redriven = Assert.IsType<Submission.Accepted>(await store.RedriveAsync(dead, null, 10));
        var again = Assert.IsType<Submission.Accepted>(await store.RedriveAsync(dead, null, 10));
        Assert.Equal((redriven.Id, true, false), (again.Id, redriven.IsNew, again.IsNew));
        var erased = await store.EraseAsync(_conversation);
        Assert.Equal(new Erasure(3, 2, 2, 1), erased);
        Assert.Null(await store.EraseAsync(_conversation));
        Assert.Null(await store.ReadQueryAsync("acme", redriven.Id));
        Assert.IsType<Beginning.Unknown>(await store.BeginAsync(redriven.Next!, "t", true, 20));
        Assert.Equal(1, (await SubmitAsync(store, "Anew")).Sequence);
    }

    [SkippableFact]
    public async Task What_is_due_is_found_and_put_back_on_its_queue()
    {
        var store = await server.OpenAsync();
        var query = await SubmitAsync(store, "Hello");
        var turn = await BeginAsync(store, query.Next!);
        var applied = Assert.IsType<Ending.Applied>(await store.CommitAsync(turn.Grant, "Hi"));
        var begun = Assert.IsType<DeliveryBeginning.Begun>(
            await store.BeginDeliveryAsync(applied.Handover.Replies[0], "t", TimeSpan.FromSeconds(1)));
        Assert.True(await store.EndDeliveryAsync(
            begun.Attempt, new DeliveryResult(DeliveryStatus.Pending, TimeSpan.Zero, 3, 500, null)));
        var bucket = _conversation.Bucket;
        var due = await store.TakeDueAsync(bucket, 100);
        Assert.Contains(query.Id, due.Deliveries);
        var look = await store.LookDeliveryAsync(query.Id, new QueueSight(0, 0, true));
        Assert.Equal(query.Id.DeliveryId, look.Handover.Replies[0].DeliveryId);
        var second = Assert.IsType<DeliveryBeginning.Begun>(
            await store.BeginDeliveryAsync(look.Handover.Replies[0], "u", TimeSpan.FromSeconds(1)));
        Assert.Equal(2, second.Attempt.Attempt);
        Assert.False(await store.EndDeliveryAsync(
            begun.Attempt with { Attempt = 3 }, new DeliveryResult(DeliveryStatus.Delivered, TimeSpan.Zero, 3, 200, null)));
        Assert.True(await store.EndDeliveryAsync(
            second.Attempt, new DeliveryResult(DeliveryStatus.Delivered, TimeSpan.Zero, 3, 200, null)));
        Assert.IsType<DeliveryBeginning.Nothing>(
            await store.BeginDeliveryAsync(look.Handover.Replies[0], "u", TimeSpan.FromSeconds(1)));
        await store.ReadBacklogAsync(["acme"]);
    }

    [SkippableFact]
    public async Task A_query_expires_behind_a_head_whose_lease_is_renewed_and_renewed()
    {
        var lease = TimeSpan.FromMilliseconds(600);
        var store = await server.OpenAsync(new ConversationSettings { Lease = lease });
        var turn = await BeginAsync(store, (await SubmitAsync(store, "A long story")).Next!);
        await SubmitAsync(store, "Never mind soon", DateTimeOffset.UtcNow + (2 * lease));
        await Eventually.TrueAsync(async () =>
        {
            Assert.Equal([Renewal.Held], await store.RenewAsync([turn.Grant]));
            return (await store.TakeDueAsync(_conversation.Bucket, 100)).Conversations.Contains(_conversation)
                && (await store.LookAsync(_conversation, new QueueSight(0, 0, true))).Kind == "ended";
        }, TimeSpan.FromSeconds(20), "the expiry is due, and seen");
    }

    private async Task<Submission.Accepted> SubmitAsync(
        ConversationStore store, string text, DateTimeOffset? expiresAt = null) =>
        Assert.IsType<Submission.Accepted>(await store.SubmitAsync(_conversation, QueryId.New(_conversation), new QueryContent
        {
            ConversationId = _conversation.Id,
            Text = text,
            ExpiresAt = expiresAt,
            HasDelivery = true,
            Metadata = new Dictionary<string, string> { ["ticket"] = "4711" },
        }, 10));

    private static async Task<Turn> BeginAsync(ConversationStore store, QueryReady hint) =>
        Assert.IsType<Beginning.Begun>(await store.BeginAsync(hint, Guid.NewGuid().ToString("N"), true, 20)).Turn;
}

public sealed class TurnsOnRedis(OnRedis server) : TurnTests(server), IClassFixture<OnRedis>;

public sealed class TurnsOnGarnet(OnGarnet server) : TurnTests(server), IClassFixture<OnGarnet>;

public sealed class TurnsOnCluster(OnCluster server) : TurnTests(server), IClassFixture<OnCluster>;
