namespace Workers.Conversations.Tests.Facts;

/// <summary>How a query's version counts the changes of its status.</summary>
public abstract class VersionFacts(StoreFixture server) : StoreFacts(server)
{
    [SkippableFact]
    public async Task A_version_grows_with_every_change_and_with_nothing_else()
    {
        await OpenAsync();
        var (query, behind) = (await SubmitAsync(), await SubmitAsync());
        await IsAsync(query.Id, QueryStatus.Queued, 1);
        var turn = await BeginAsync(query.Next, "token");
        await IsAsync(query.Id, QueryStatus.Running, 2);
        await BeginAsync(query.Next, "token");
        await Store.RenewAsync([turn.Grant]);
        await IsAsync(query.Id, QueryStatus.Running, 2);
        await Store.PostponeAsync(turn.Grant, TimeSpan.Zero, Postponement.NoAnswer);
        await IsAsync(query.Id, QueryStatus.Queued, 3);
        await IsAsync(behind.Id, QueryStatus.Queued, 1);
        turn = await BeginAsync(query.Next, "another");
        await Store.CancelAsync("acme", query.Id);
        await IsAsync(query.Id, QueryStatus.Running, 4);
        await Store.PostponeAsync(turn.Grant, TimeSpan.Zero, Postponement.NotAsked);
        await IsAsync(query.Id, QueryStatus.Cancelled, 6);
        await IsAsync(behind.Id, QueryStatus.Queued, 1);
    }

    [SkippableFact]
    public async Task A_turn_that_is_lost_is_queued_again_and_what_becomes_of_it_is_a_change()
    {
        await OpenAsync();
        var query = await SubmitAsync();
        var turn = await BeginAsync(query.Next);
        await PassAsync(Lease * 1.1);
        await IsAsync(query.Id, QueryStatus.Queued, 3);
        Assert.Equal([Renewal.Held], await Store.RenewAsync([turn.Grant]));
        await IsAsync(query.Id, QueryStatus.Running, 4);
        await PassAsync(Lease * 1.1);
        var other = await BeginAsync(query.Next, "other");
        await IsAsync(query.Id, QueryStatus.Running, 6);
        await PassAsync(Lease * 1.1);
        await IsAsync(query.Id, QueryStatus.Queued, 7);
        await BeginAsync(query.Next, "other");
        await IsAsync(query.Id, QueryStatus.Running, 8);
        await PassAsync(Lease * 1.1);
        await CommitAsync(other);
        await IsAsync(query.Id, QueryStatus.Completed, 10);
    }

    [SkippableFact]
    public async Task What_is_erased_has_no_version()
    {
        await OpenAsync();
        var view = await ReadAsync((await SubmitAsync()).Id);
        await Store.EraseAsync(Conversation);
        Assert.Equal(0, (await Store.ReadVersionsAsync([view, view]))[view.Id]);
    }

    private async Task IsAsync(QueryId id, QueryStatus status, long version)
    {
        var view = await ReadAsync(id);
        Assert.Equal((status, version), (view.Status, view.Version));
        Assert.Equal(status.HasEnded() ? 0 : version, (await Store.ReadVersionsAsync([view]))[id]);
    }
}

public sealed class VersionsOnRedis(OnRedis server) : VersionFacts(server), IClassFixture<OnRedis>;

public sealed class VersionsOnGarnet(OnGarnet server) : VersionFacts(server), IClassFixture<OnGarnet>;

public sealed class VersionsOnCluster(OnCluster server) : VersionFacts(server), IClassFixture<OnCluster>;
