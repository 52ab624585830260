namespace Workers.Conversations.Tests.Facts;

/// <summary>Who may run a head, who may end it, and which losses count.</summary>
public abstract class LeaseFacts(StoreFixture server) : StoreFacts(server)
{
    [SkippableFact]
    public async Task A_renewed_lease_keeps_others_out_and_a_lost_one_lets_them_in()
    {
        await OpenAsync();
        var query = await SubmitAsync();
        var turn = await BeginAsync(query.Next);
        await PassAsync(Lease * 0.9);
        Assert.Equal([Renewal.Held], await Store.RenewAsync([turn.Grant]));
        await PassAsync(Lease * 0.9);
        Assert.IsType<Beginning.Busy>(await TryBeginAsync(query.Next));
        await PassAsync(Lease * 0.2);
        var other = await BeginAsync(query.Next);
        Assert.True(other.IsTakeover && other.Grant.Fence > turn.Grant.Fence);
        Assert.Equal([Renewal.Lost], await Store.RenewAsync([turn.Grant]));
        Assert.IsType<Ending.Fenced>(await Store.CommitAsync(turn.Grant, "late"));
        Assert.IsType<Ending.Fenced>(await Store.PostponeAsync(turn.Grant, TimeSpan.Zero, Postponement.NoAnswer));
        Assert.IsType<Ending.Fenced>(await Store.FailAsync(turn.Grant, QueryStatus.Failed, QueryErrors.ModelUnavailable));
    }

    [SkippableFact]
    public async Task A_late_renewal_or_commit_counts_while_nobody_took_over()
    {
        await OpenAsync();
        var query = await SubmitAsync();
        var turn = await BeginAsync(query.Next);
        await PassAsync(Lease * 3);
        Assert.Equal([Renewal.Held], await Store.RenewAsync([turn.Grant]));
        Assert.IsType<Beginning.Busy>(await TryBeginAsync(query.Next));
        await PassAsync(Lease * 3);
        await CommitAsync(turn);
    }

    [SkippableFact]
    public async Task A_repeated_begin_gives_the_same_grant_with_all_that_it_told()
    {
        await OpenAsync();
        var query = await SubmitAsync();
        var first = await BeginAsync(query.Next, "one");
        var again = await BeginAsync(query.Next, "one");
        Assert.Equal((first.Grant, true), (again.Grant, again.IsFirst));
        await PassAsync(Lease * 2);
        var taken = await BeginAsync(query.Next, "two");
        again = await BeginAsync(query.Next, "two");
        Assert.Equal((taken.Grant, true, false), (again.Grant, again.IsTakeover, again.IsFirst));
        Assert.Equal(1, again.Attempts);
    }

    [SkippableFact]
    public async Task A_turn_that_was_given_back_cannot_be_ended_and_giving_it_back_again_changes_nothing()
    {
        await OpenAsync();
        var query = await SubmitAsync();
        var turn = await BeginAsync(query.Next);
        for (var i = 0; i < 2; i++)
            Assert.IsType<Ending.Applied>(await Store.PostponeAsync(turn.Grant, TimeSpan.FromSeconds(1), Postponement.NoAnswer));
        Assert.IsType<Ending.Fenced>(await Store.CommitAsync(turn.Grant, "late"));
        Assert.Equal(1, (await ReadAsync(query.Id)).Attempts);
        Assert.Equal(QueryStatus.Queued, (await ReadAsync(query.Id)).Status);
        await PassAsync(TimeSpan.FromSeconds(1));
        Assert.Equal("postponed", Assert.Single(await SweepAsync()).Kind);
        Assert.False((await BeginAsync(query.Next)).IsSuspect);
    }

    [SkippableFact]
    public async Task A_grant_ends_no_other_query_than_its_own()
    {
        await OpenAsync();
        var turn = await BeginAsync((await SubmitAsync()).Next);
        var behind = await SubmitAsync();
        var forged = turn.Grant with { Query = behind.Id };
        Assert.IsType<Ending.Fenced>(await Store.CommitAsync(forged, "not mine"));
        Assert.IsType<Ending.Fenced>(await Store.PostponeAsync(forged, TimeSpan.Zero, Postponement.NotAsked));
        await CommitAsync(turn);
    }

    [SkippableFact]
    public async Task Only_the_first_loss_and_those_of_a_suspect_count()
    {
        await OpenAsync(new ConversationSettings { Lease = Lease, MaxAttempts = 3 });
        var query = await SubmitAsync();
        await BeginAsync(query.Next);
        await PassAsync(Lease * 1.1);
        var unlucky = await BeginAsync(query.Next);
        Assert.Equal((false, true, 1), (unlucky.IsSuspect, unlucky.IsTakeover, unlucky.Attempts));
        await PassAsync(Lease * 1.1);
        Assert.IsType<Beginning.SuspectLater>(await TryBeginAsync(query.Next, maySuspect: false));
        Assert.IsType<Beginning.SuspectLater>(await TryBeginAsync(query.Next, maySuspect: false));
        var suspect = await BeginAsync(query.Next);
        Assert.Equal((true, true, 1), (suspect.IsSuspect, suspect.IsTakeover, suspect.Attempts));
        await PassAsync(Lease * 1.1);
        Assert.Equal(2, (await BeginAsync(query.Next)).Attempts);
        await PassAsync(Lease * 1.1);
        var found = Assert.IsType<Beginning.Idle>(await TryBeginAsync(query.Next));
        Assert.Single(found.Handover.Replies);
        var dead = await ReadAsync(query.Id);
        Assert.Equal((QueryStatus.Failed, 3, "attempts_exhausted"), (dead.Status, dead.Attempts, dead.Error!.Code));
    }

    [SkippableFact]
    public async Task A_suspect_stays_one_until_the_model_was_asked_and_its_process_lives()
    {
        await OpenAsync(new ConversationSettings { Lease = Lease, MaxAttempts = 3 });
        var query = await SubmitAsync();
        for (var losses = 0; losses < 2; losses++)
        {
            await BeginAsync(query.Next);
            await PassAsync(Lease * 1.1);
        }
        await Store.PostponeAsync((await BeginAsync(query.Next)).Grant, TimeSpan.Zero, Postponement.NotAsked);
        var again = await BeginAsync(query.Next);
        Assert.Equal((true, false), (again.IsSuspect, again.IsTakeover));
        await Store.PostponeAsync(again.Grant, TimeSpan.Zero, Postponement.ModelAway);
        Assert.False((await BeginAsync(query.Next)).IsSuspect);
    }

    [SkippableFact]
    public async Task After_an_absence_of_Redis_leases_are_renewed_before_anybody_takes_over()
    {
        await OpenAsync();
        var query = await SubmitAsync();
        await Store.TakeDueAsync(Conversation.Bucket, 0);
        var turn = await BeginAsync(query.Next);
        Wire.Advance(Lease * 2);
        Assert.IsType<Beginning.Busy>(await TryBeginAsync(query.Next));
        await Store.TakeDueAsync(Conversation.Bucket, 0);
        await PassAsync(TimeSpan.FromSeconds(1.9));
        Assert.IsType<Beginning.Busy>(await TryBeginAsync(query.Next));
        Assert.Equal([Renewal.Held], await Store.RenewAsync([turn.Grant]));
        await PassAsync(TimeSpan.FromSeconds(5));
        Assert.IsType<Beginning.Busy>(await TryBeginAsync(query.Next));
        Wire.Advance(Lease * 2);
        await PassAsync(TimeSpan.FromSeconds(3));
        Assert.True((await BeginAsync(query.Next)).IsTakeover);
    }

    [SkippableFact]
    public async Task A_clock_that_went_back_cuts_a_lease_and_never_a_fence()
    {
        await OpenAsync();
        var query = await SubmitAsync();
        var turn = await BeginAsync(query.Next);
        Wire.Advance(TimeSpan.FromHours(-1));
        Assert.IsType<Beginning.Busy>(await TryBeginAsync(query.Next));
        Assert.Equal([Renewal.Held], await Store.RenewAsync([turn.Grant]));
        await PassAsync(Lease * 1.1);
        Assert.True((await BeginAsync(query.Next)).Grant.Fence > turn.Grant.Fence);
    }
}

public sealed class LeasesOnRedis(OnRedis server) : LeaseFacts(server), IClassFixture<OnRedis>;

public sealed class LeasesOnGarnet(OnGarnet server) : LeaseFacts(server), IClassFixture<OnGarnet>;

public sealed class LeasesOnCluster(OnCluster server) : LeaseFacts(server), IClassFixture<OnCluster>;
