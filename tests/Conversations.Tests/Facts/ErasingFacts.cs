namespace Workers.Conversations.Tests.Facts;

/// <summary>What erasing takes away, and that nothing late brings it back.</summary>
public abstract class ErasingFacts(StoreFixture server) : StoreFacts(server)
{
    [SkippableTheory]
    [InlineData("queued")]
    [InlineData("running")]
    [InlineData("postponed")]
    [InlineData("completed")]
    [InlineData("failed")]
    public async Task Nothing_late_finds_an_erased_conversation(string state)
    {
        await OpenAsync();
        var query = await SubmitAsync();
        var turn = state == "queued" ? null : await BeginAsync(query.Next);
        if (state == "postponed")
            await Store.PostponeAsync(turn!.Grant, TimeSpan.FromMinutes(1), Postponement.NotAsked);
        var ended = state == "completed" ? await CommitAsync(turn!) : state == "failed"
            ? ((Ending.Applied)await Store.FailAsync(turn!.Grant, QueryStatus.Failed, QueryErrors.ModelUnavailable)).Handover
            : Handover.Nothing;
        var (endedOne, failed) = (ended.Replies.Count, state == "failed" ? 1 : 0);
        Assert.Equal(new Erasure(1, endedOne, endedOne, failed), await Store.EraseAsync(Conversation));
        Assert.Null(await Store.EraseAsync(Conversation));
        Assert.Null(await Store.ReadQueryAsync("acme", query.Id));
        Assert.Null(await Store.ReadConversationAsync(Conversation));
        Assert.IsType<Beginning.Unknown>(await TryBeginAsync(query.Next));
        foreach (var reply in ended.Replies)
            Assert.IsType<DeliveryBeginning.Nothing>(await Store.BeginDeliveryAsync(reply, "t", Lease));
        var anew = await SubmitAsync("Anew");
        Assert.Equal((1, 1), (anew.Sequence, anew.Next!.Epoch));
        Assert.IsType<Beginning.Unknown>(await TryBeginAsync(query.Next));
        if (turn is not null)
        {
            Assert.Equal([Renewal.Lost], await Store.RenewAsync([turn.Grant]));
            Assert.IsType<Ending.Fenced>(await Store.CommitAsync(turn.Grant, "late"));
        }
        Assert.Empty((await BeginAsync(anew.Next)).Context);
        Assert.Equal(1, (await Store.ReadBacklogAsync(["acme"])).QueriesLive);
    }

    [SkippableFact]
    public async Task A_long_conversation_is_erased_in_steps_while_turns_are_committed()
    {
        await OpenAsync();
        var next = (await SubmitAsync()).Next;
        for (var i = 0; i < 620; i++)
        {
            await SubmitAsync();
            next = (await CommitAsync(await BeginAsync(next))).Next;
        }
        await SubmitAsync();
        var turn = await BeginAsync(next);
        var racer = new ConversationStore(Server.Redis, new ConversationSettings());
        Wire.Seen = call =>
        {
            if (call.Name == "Erase" && Interlocked.Exchange(ref turn, null) is { } racing)
                racer.CommitAsync(racing.Grant, "in between").GetAwaiter().GetResult();
        };
        var erased = (await Store.EraseAsync(Conversation))!;
        Wire.Seen = null;
        Assert.Equal((622, 622), (erased.Queries, erased.Deliveries + 1));
        Assert.Null(await Store.ReadConversationAsync(Conversation));
        Assert.Equal(0, (await Store.ReadBacklogAsync(["acme"])).DeliveriesPending);
    }

    [SkippableFact]
    public async Task An_id_that_lives_again_after_it_could_not_be_read_any_more_is_delivered_and_erased()
    {
        await OpenAsync(new ConversationSettings { Lease = Lease, QueryTimeToLive = TimeSpan.FromMilliseconds(1) });
        var first = await SubmitAsync();
        var reply = (await CommitAsync(await BeginAsync(first.Next))).Replies[0];
        var sent = (DeliveryBeginning.Begun)await Store.BeginDeliveryAsync(reply, "t", Lease);
        await Store.EndDeliveryAsync(sent.Attempt, new DeliveryResult(DeliveryStatus.Delivered, TimeSpan.Zero, 1, 200, null));
        await Testing.Eventually.TrueAsync(
            async () => await Store.ReadQueryAsync("acme", first.Id) is null, TimeSpan.FromSeconds(5), "the query is forgotten");
        var again = await SubmitAsync(id: first.Id);
        Assert.Equal((true, 2), (again.IsNew, again.Sequence));
        reply = (await CommitAsync(await BeginAsync(again.Next))).Replies[0];
        sent = (DeliveryBeginning.Begun)await Store.BeginDeliveryAsync(reply, "u", Lease);
        Assert.Equal(1, sent.Attempt.Attempt);
        Assert.True(await Store.EndDeliveryAsync(
            sent.Attempt, new DeliveryResult(DeliveryStatus.Delivered, TimeSpan.Zero, 1, 200, null)));
        Assert.IsType<DeliveryBeginning.Nothing>(await Store.BeginDeliveryAsync(reply, "v", Lease));
        await Testing.Eventually.TrueAsync(
            async () => await Store.ReadQueryAsync("acme", first.Id) is null, TimeSpan.FromSeconds(5), "the query is forgotten");
        await SubmitAsync(id: first.Id);
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        Assert.NotNull(await Store.EraseAsync(Conversation, bound.Token));
    }
}

public sealed class ErasingOnRedis(OnRedis server) : ErasingFacts(server), IClassFixture<OnRedis>;

public sealed class ErasingOnGarnet(OnGarnet server) : ErasingFacts(server), IClassFixture<OnGarnet>;

public sealed class ErasingOnCluster(OnCluster server) : ErasingFacts(server), IClassFixture<OnCluster>;
