namespace Workers.Conversations.Tests.Facts;

/// <summary>How queries end without their worker: cancelled, expired; and how they come back.</summary>
public abstract class EndingFacts(StoreFixture server) : StoreFacts(server)
{
    [SkippableFact]
    public async Task Cancelling_ends_a_waiting_query_and_tells_the_worker_of_a_running_one()
    {
        await OpenAsync();
        var (head, behind) = (await SubmitAsync(), await SubmitAsync());
        var turn = await BeginAsync(head.Next);
        var cancelled = Assert.IsType<Cancellation.Cancelled>(await Store.CancelAsync("acme", behind.Id));
        Assert.Null(cancelled.Handover.Next);
        Assert.Single(cancelled.Handover.Replies);
        Assert.IsType<Cancellation.Told>(await Store.CancelAsync("acme", head.Id));
        Assert.Equal([Renewal.CancelRequested], await Store.RenewAsync([turn.Grant]));
        await Store.FailAsync(turn.Grant, QueryStatus.Cancelled, QueryErrors.Cancelled);
        Assert.IsType<Cancellation.Cancelled>(await Store.CancelAsync("acme", head.Id));
        Assert.IsType<Cancellation.Unknown>(await Store.CancelAsync("other", head.Id));
        Assert.IsType<Cancellation.Unknown>(await Store.CancelAsync("acme", QueryId.New(Conversation)));
    }

    [SkippableFact]
    public async Task A_commit_that_is_faster_than_the_cancellation_stands()
    {
        await OpenAsync();
        var query = await SubmitAsync();
        var turn = await BeginAsync(query.Next);
        await Store.CancelAsync("acme", query.Id);
        await CommitAsync(turn);
        var answer = Assert.IsType<Cancellation.EndedOtherwise>(await Store.CancelAsync("acme", query.Id));
        Assert.Equal(QueryStatus.Completed, answer.Status);
    }

    [SkippableFact]
    public async Task A_cancelled_running_query_whose_worker_died_ends_as_cancelled()
    {
        await OpenAsync();
        var (head, behind) = (await SubmitAsync(), await SubmitAsync());
        await BeginAsync(head.Next);
        await Store.CancelAsync("acme", head.Id);
        await PassAsync(Lease * 1.1);
        var (kind, handover) = Assert.Single(await SweepAsync());
        Assert.Equal(("ended", $"{behind.Id}"), (kind, handover.Next!.QueryId));
        Assert.Equal(QueryStatus.Cancelled, (await ReadAsync(head.Id)).Status);
    }

    [SkippableFact]
    public async Task A_cancelled_head_whose_lease_ran_out_is_cancelled_at_once_and_its_worker_fenced()
    {
        await OpenAsync();
        var (head, behind) = (await SubmitAsync(), await SubmitAsync());
        var turn = await BeginAsync(head.Next);
        await PassAsync(Lease * 1.1);
        var cancelled = Assert.IsType<Cancellation.Cancelled>(await Store.CancelAsync("acme", head.Id));
        Assert.Equal($"{behind.Id}", cancelled.Handover.Next!.QueryId);
        Assert.IsType<Ending.Fenced>(await Store.CommitAsync(turn.Grant, "late"));
        Assert.Equal(0, (await BeginAsync(cancelled.Handover.Next)).Attempts);
    }

    [SkippableFact]
    public async Task A_query_behind_a_running_head_expires_in_time_however_long_the_head_runs()
    {
        await OpenAsync();
        var head = await SubmitAsync();
        var turn = await BeginAsync(head.Next);
        var behind = await SubmitAsync(expiresInSeconds: 15);
        for (var second = 0; second < 16; second++)
        {
            Wire.Advance(TimeSpan.FromSeconds(1));
            await Store.RenewAsync([turn.Grant]);
            await SweepAsync();
        }
        var ended = await ReadAsync(behind.Id);
        Assert.Equal((QueryStatus.Expired, 0, (DateTimeOffset?)null), (ended.Status, ended.Attempts, ended.StartedAt));
        Assert.Equal(QueryStatus.Running, (await ReadAsync(head.Id)).Status);
        await CommitAsync(turn);
    }

    [SkippableFact]
    public async Task Queries_that_expire_together_keep_their_own_attempts_and_start()
    {
        await OpenAsync();
        var (head, behind) = (await SubmitAsync(expiresInSeconds: 20), await SubmitAsync(expiresInSeconds: 20));
        var turn = await BeginAsync(head.Next);
        await Store.PostponeAsync(turn.Grant, TimeSpan.FromMinutes(1), Postponement.NoAnswer);
        await PassAsync(TimeSpan.FromSeconds(21));
        Assert.Equal(2, Assert.Single(await SweepAsync()).Handover.Replies.Count);
        var (first, second) = (await ReadAsync(head.Id), await ReadAsync(behind.Id));
        Assert.Equal((QueryStatus.Expired, 1), (first.Status, first.Attempts));
        Assert.NotNull(first.StartedAt);
        Assert.Equal((QueryStatus.Expired, 0, (DateTimeOffset?)null), (second.Status, second.Attempts, second.StartedAt));
    }

    [SkippableFact]
    public async Task An_expired_head_is_not_run_and_an_expired_turn_is_not_committed()
    {
        await OpenAsync();
        var (expired, next) = (await SubmitAsync(expiresInSeconds: 5), await SubmitAsync(expiresInSeconds: 20));
        Wire.Advance(TimeSpan.FromSeconds(5));
        var begun = Assert.IsType<Beginning.Begun>(await TryBeginAsync(expired.Next));
        Assert.Equal(next.Id, begun.Turn.Grant.Query);
        Assert.Single(begun.Handover.Replies);
        await PassAsync(TimeSpan.FromSeconds(15));
        var applied = Assert.IsType<Ending.Applied>(await Store.CommitAsync(begun.Turn.Grant, "too late"));
        Assert.Equal(QueryStatus.Expired, applied.Status);
        Assert.Null((await ReadAsync(next.Id)).Reply);
    }

    [SkippableFact]
    public async Task A_query_that_ends_while_it_is_read_is_read_as_ended()
    {
        await OpenAsync();
        var query = await SubmitAsync();
        var turn = await BeginAsync(query.Next);
        var reads = 0;
        Wire.Reading = _ =>
        {
            if (++reads == 2)
                CommitAsync(turn).Wait();
        };
        Assert.Equal(QueryStatus.Completed, (await ReadAsync(query.Id)).Status);
    }

    [SkippableFact]
    public async Task A_lost_turn_that_nobody_takes_over_expires_in_time()
    {
        await OpenAsync();
        var query = await SubmitAsync(expiresInSeconds: 30);
        await BeginAsync(query.Next);
        for (var second = 0; second < 31; second++)
        {
            Wire.Advance(TimeSpan.FromSeconds(1));
            await SweepAsync();
        }
        Assert.Equal(QueryStatus.Expired, (await ReadAsync(query.Id)).Status);
    }

    [SkippableFact]
    public async Task A_running_query_whose_worker_does_not_end_it_at_its_expiry_is_ended_soon_after()
    {
        await OpenAsync();
        var (query, behind) = (await SubmitAsync(expiresInSeconds: 5), await SubmitAsync());
        var paused = await BeginAsync(query.Next);
        await PassAsync(TimeSpan.FromSeconds(6));
        Assert.Empty(await SweepAsync());
        await PassAsync(TimeSpan.FromSeconds(1));
        Assert.Equal($"{behind.Id}", Assert.Single(await SweepAsync()).Handover.Next!.QueryId);
        Assert.Equal(QueryStatus.Expired, (await ReadAsync(query.Id)).Status);
        Assert.IsType<Ending.Fenced>(await Store.CommitAsync(paused.Grant, "late"));
        Assert.Equal([Renewal.Lost], await Store.RenewAsync([paused.Grant]));
    }

    [SkippableFact]
    public async Task A_cancelled_running_query_that_its_worker_gives_back_ends_at_once()
    {
        await OpenAsync();
        var (head, behind) = (await SubmitAsync(), await SubmitAsync());
        var turn = await BeginAsync(head.Next);
        Assert.IsType<Cancellation.Told>(await Store.CancelAsync("acme", head.Id));
        for (var i = 0; i < 2; i++)
        {
            var back = Assert.IsType<Ending.Applied>(
                await Store.PostponeAsync(turn.Grant, TimeSpan.FromMinutes(1), Postponement.NotAsked));
            Assert.Equal((QueryStatus.Cancelled, $"{behind.Id}"), (back.Status, back.Handover.Next?.QueryId));
            Assert.Single(back.Handover.Replies);
        }
        Assert.Equal(QueryStatus.Cancelled, (await ReadAsync(head.Id)).Status);
    }

    [SkippableFact]
    public async Task A_cancelled_query_whose_next_worker_dies_too_is_ended_without_another_one()
    {
        await OpenAsync();
        var head = await SubmitAsync();
        await BeginAsync(head.Next);
        await Store.CancelAsync("acme", head.Id);
        await PassAsync(Lease * 1.1);
        Wire.LoseAnswerIn = 1;
        await Assert.ThrowsAsync<AnswerLostException>(() => TryBeginAsync(head.Next));
        await PassAsync(TimeSpan.FromSeconds(1));
        Assert.Equal("ended", Assert.Single(await SweepAsync()).Kind);
        Assert.Equal(QueryStatus.Cancelled, (await ReadAsync(head.Id)).Status);
    }

    [SkippableFact]
    public async Task A_hint_of_a_conversation_that_was_never_heard_of_is_unknown_and_a_late_one_is_not()
    {
        await OpenAsync();
        var query = await SubmitAsync();
        Assert.IsType<Beginning.Unknown>(await TryBeginAsync(query.Next! with { ConversationId = "nobody" }));
        await CommitAsync(await BeginAsync(query.Next));
        Assert.IsType<Beginning.Idle>(await TryBeginAsync(query.Next));
    }

    [SkippableFact]
    public async Task A_dead_letter_is_redriven_once_and_delivered_although_its_own_delivery_is_forgotten()
    {
        await OpenAsync(new ConversationSettings { Lease = Lease, DeliveryTimeToLive = TimeSpan.FromMilliseconds(1) });
        var query = await SubmitAsync();
        var turn = await BeginAsync(query.Next);
        var failed = (Ending.Applied)await Store.FailAsync(turn.Grant, QueryStatus.Failed, QueryErrors.ModelUnavailable);
        var sent = (DeliveryBeginning.Begun)await Store.BeginDeliveryAsync(failed.Handover.Replies[0], "t", Lease);
        await Store.EndDeliveryAsync(sent.Attempt, new DeliveryResult(DeliveryStatus.Delivered, TimeSpan.Zero, 1, 200, null));
        await Testing.Eventually.TrueAsync(
            async () => (await ReadAsync(query.Id)).Delivery is null, TimeSpan.FromSeconds(5), "the delivery is forgotten");
        var letter = await ReadAsync(query.Id);
        var redriven = Assert.IsType<Submission.Accepted>(await Store.RedriveAsync(letter, null, 10));
        var again = Assert.IsType<Submission.Accepted>(await Store.RedriveAsync(letter, null, 10));
        Assert.Equal((redriven.Id, false), (again.Id, again.IsNew));
        Assert.Single((await CommitAsync(await BeginAsync(redriven.Next))).Replies);
        Assert.Equal(query.Id.ToString(), (await ReadAsync(redriven.Id)).Content.RedriveOf);
        Assert.IsType<Submission.NoDeadLetter>(
            await Store.RedriveAsync(await ReadAsync(redriven.Id), null, 10));
    }
}

public sealed class EndingsOnRedis(OnRedis server) : EndingFacts(server), IClassFixture<OnRedis>;

public sealed class EndingsOnGarnet(OnGarnet server) : EndingFacts(server), IClassFixture<OnGarnet>;

public sealed class EndingsOnCluster(OnCluster server) : EndingFacts(server), IClassFixture<OnCluster>;
