using Workers.Contracts.V1;

namespace Workers.Conversations.Tests.Facts;

/// <summary>How a conversation is read: in pieces that keep nobody waiting, and yet as it stood at one moment.</summary>
public abstract class ReadingFacts(StoreFixture server) : StoreFacts(server)
{
    private readonly List<QueryId> _ended = [];
    private QueryReady? _next;

    [SkippableTheory]
    [InlineData(32, 16)]
    [InlineData(40, 21)]
    public async Task A_long_conversation_is_read_whole_and_never_in_one_piece(int waiting, int cancelled)
    {
        var text = new string('a', 1000);
        await OpenAsync();
        var queries = await SubmitManyAsync(2 * waiting + cancelled, text);
        for (var i = 0; i < waiting; i++)
            await EndNextAsync();
        foreach (var query in queries[^cancelled..])
            Assert.IsType<Cancellation.Cancelled>(await Store.CancelAsync("acme", query));
        var calls = new Interruptions(_ => Task.CompletedTask);
        var view = (await Reader(calls).ReadConversationAsync(Conversation))!;
        Assert.Equal([.. queries[..waiting], .. queries[^cancelled..]], view.Turns.Select(turn => turn.Id));
        Assert.Equal(queries[waiting..^cancelled], view.Mailbox.Select(query => query.Id));
        Assert.Equal(Enumerable.Range(0, waiting), view.Mailbox.Select(query => query.Position));
        Assert.All(view.Mailbox, query => Assert.Equal(text, query.Content.Text));
        Assert.InRange(calls.MostTexts, 1, 16);
    }

    [SkippableTheory]
    [InlineData(1, 100)]
    [InlineData(1, 5)]
    [InlineData(12, 100)]
    [InlineData(12, 5)]
    public async Task What_ends_while_it_is_read_is_either_waiting_or_a_turn(int endsAtOnce, int turnsKept)
    {
        await OpenAsync(new ConversationSettings { Lease = Lease, TurnsKept = turnsKept });
        var queries = await SubmitManyAsync(60, "Hello");
        for (var i = 0; i < 20; i++)
            await EndNextAsync();
        var calls = new Interruptions(async call =>
        {
            for (var i = 0; call <= 5 && _ended.Count < 50 && i < endsAtOnce; i++)
                await EndNextAsync();
        });
        var view = (await Reader(calls, turnsKept).ReadConversationAsync(Conversation))!;
        Assert.Equal(_ended.TakeLast(turnsKept), view.Turns.Select(turn => turn.Id));
        Assert.Equal(queries[_ended.Count..], view.Mailbox.Select(query => query.Id));
        Assert.All(view.Mailbox, query => Assert.Equal(QueryStatus.Queued, query.Status));
    }

    [SkippableFact]
    public async Task The_head_that_began_while_it_was_read_is_shown_as_running()
    {
        await OpenAsync();
        var queries = await SubmitManyAsync(3, "Hello");
        var calls = new Interruptions(async call =>
        {
            if (call != 2)
                return;
            await EndNextAsync();
            await BeginAsync(_next);
        });
        var view = (await Reader(calls).ReadConversationAsync(Conversation))!;
        Assert.Equal(queries[..1], view.Turns.Select(turn => turn.Id));
        Assert.Equal([(queries[1], QueryStatus.Running), (queries[2], QueryStatus.Queued)],
            view.Mailbox.Select(query => (query.Id, query.Status)));
    }

    [SkippableTheory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Nothing_of_a_conversation_that_is_erased_while_it_is_read_is_shown(int erasedBefore)
    {
        await OpenAsync();
        await SubmitManyAsync(40, "old");
        for (var i = 0; i < 20; i++)
            await EndNextAsync();
        QueryId[] anew = [];
        var calls = new Interruptions(async call =>
        {
            if (call != erasedBefore)
                return;
            await Store.EraseAsync(Conversation);
            anew = await SubmitManyAsync(3, "new");
            await EndNextAsync();
        });
        var view = (await Reader(calls).ReadConversationAsync(Conversation))!;
        Assert.Equal(anew[..1], view.Turns.Select(turn => turn.Id));
        Assert.Equal(anew[1..], view.Mailbox.Select(query => query.Id));
    }

    [SkippableFact]
    public async Task A_conversation_that_is_erased_while_it_is_read_is_not_there()
    {
        await OpenAsync();
        await SubmitManyAsync(3, "Hello");
        var calls = new Interruptions(call => call == 2 ? Store.EraseAsync(Conversation) : Task.CompletedTask);
        Assert.Null(await Reader(calls).ReadConversationAsync(Conversation));
    }

    private ConversationStore Reader(Interruptions calls, int turnsKept = 100) =>
        new(Wire.Over(calls.Over(Server.Redis)), new ConversationSettings { TurnsKept = turnsKept });

    private async Task<QueryId[]> SubmitManyAsync(int count, string text)
    {
        var queries = new List<QueryId>();
        for (var i = 0; i < count; i++)
        {
            var query = await SubmitAsync(text);
            _next = query.Next ?? _next;
            queries.Add(query.Id);
        }
        return [.. queries];
    }

    private async Task EndNextAsync()
    {
        var turn = await BeginAsync(_next);
        _next = (await CommitAsync(turn)).Next;
        _ended.Add(turn.Grant.Query);
    }
}

public sealed class ReadingOnRedis(OnRedis server) : ReadingFacts(server), IClassFixture<OnRedis>;

public sealed class ReadingOnGarnet(OnGarnet server) : ReadingFacts(server), IClassFixture<OnGarnet>;

public sealed class ReadingOnCluster(OnCluster server) : ReadingFacts(server), IClassFixture<OnCluster>;
