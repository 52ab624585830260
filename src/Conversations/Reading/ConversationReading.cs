using StackExchange.Redis;
using Workers.Conversations.Redis;

namespace Workers.Conversations;

/// <summary>A conversation that is read in pieces. What ends meanwhile comes with the next outline, which tells what the
/// mailbox is then: the whole is as it stood at that moment.</summary>
internal sealed class ConversationReading(
    IDatabase database, ConversationRef conversation, long epoch, int turnsKept)
{
    // A text of 16,000 characters takes up to 64 KB, and 16 of them Redis about a millisecond.
    private const int AtOnce = 16;

    /// <summary>The bound of each call; the whole takes what it takes.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Dictionary<QueryId, QueryView> live = [];
    private readonly SortedDictionary<long, EndedQuery> turns = [];
    private bool isFilled;

    /// <summary>Up to which of the conversation's ended queries the turns are known.</summary>
    public long Ended { get; private set; }

    /// <summary>False when the conversation was erased or forgotten meanwhile: what was read is not of this outline.</summary>
    public bool Precedes(ConversationOutline outline) => outline.Epoch == epoch && outline.Ended >= Ended;

    /// <summary>The conversation as this outline has it; null while more has to be read.</summary>
    public ConversationView? Complete(ConversationOutline outline)
    {
        foreach (var turn in outline.NewTurns)
            turns[turn.Turn] = turn;
        if (outline.Ended - Ended > ConversationOutline.MostTurns || !isFilled && outline.Mailbox.Count > 0)
            return null;
        Ended = outline.Ended;
        return new ConversationView([.. turns.Values.TakeLast(turnsKept)], [.. MailboxOf(outline)]);
    }

    /// <summary>Reads what this outline names and was not read yet. The calls wait for each other: Redis serves others
    /// between them.</summary>
    public async Task FillAsync(ConversationOutline outline, CancellationToken cancellation)
    {
        foreach (var ids in outline.Mailbox.Where(id => !live.ContainsKey(id)).Chunk(AtOnce))
            await ReadLiveAsync(ids, cancellation).ConfigureAwait(false);
        if (outline.Ended - Ended > ConversationOutline.MostTurns)
        {
            await ReadTurnsAsync(Keys.Turns(conversation), cancellation).ConfigureAwait(false);
            await ReadTurnsAsync(Keys.Others(conversation), cancellation).ConfigureAwait(false);
        }
        (Ended, isFilled) = (outline.Ended, true);
    }

    private async Task ReadLiveAsync(QueryId[] ids, CancellationToken cancellation)
    {
        var fields = ids.Select(id => (RedisValue)id.ToString()).ToArray();
        var found = await database.HashGetAsync(Keys.Live(conversation), fields)
            .WaitAsync(Patience, cancellation).ConfigureAwait(false);
        foreach (var (id, stored) in ids.Zip(found))
            if (!stored.IsNull)
                live[id] = StoredLive.Read(conversation.Tenant, id, (string)stored!);
    }

    // From the newest to the oldest: what ends meanwhile moves the others towards the old end, so that none is missed.
    private async Task ReadTurnsAsync(RedisKey list, CancellationToken cancellation)
    {
        for (var read = 0; read < turnsKept; read += AtOnce)
        {
            var most = Math.Min(AtOnce, turnsKept - read);
            var records = await database.ListRangeAsync(list, -read - most, -read - 1).WaitAsync(Patience, cancellation)
                .ConfigureAwait(false);
            var found = records.Select(record => StoredEnd.Read((string)record!)).ToArray();
            foreach (var turn in found)
                turns[turn.Turn] = turn;
            if (found.Length < most || found[0].Turn <= Ended)
                return;
        }
    }

    private IEnumerable<QueryView> MailboxOf(ConversationOutline outline) => outline.Mailbox
        .Select((id, position) => live.GetValueOrDefault(id) is not { } query ? null : query with
        {
            Position = position,
            Status = outline.IsRunning && position == 0 ? QueryStatus.Running : QueryStatus.Queued,
        })
        .OfType<QueryView>();
}
