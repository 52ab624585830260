using StackExchange.Redis;
using Workers.Contracts.V1;
using Workers.Conversations.Redis;

namespace Workers.Conversations;

public sealed partial class ConversationStore
{
    /// <summary>Grants a conversation's head to the caller. Heads that must end instead are ended on the way.</summary>
    /// <param name="hint">The message that woke the conversation.</param>
    /// <param name="token">A random token of this call; repeated with the same token it gives the same grant.</param>
    /// <param name="maySuspect">Whether this process may run a query whose last turn was lost with its process.</param>
    /// <param name="contextTurns">How many completed turns to give at most.</param>
    /// <param name="cancellation">Ends the wait; the head may have been granted all the same.</param>
    public async Task<Beginning> BeginAsync(
        QueryReady hint, string token, bool maySuspect, int contextTurns, CancellationToken cancellation = default)
    {
        var conversation = new ConversationRef(hint.Tenant, hint.ConversationId);
        var keys = Keys.Of(conversation, Keys.Turns(conversation));
        RedisValue[] arguments =
        [
            token, Clock.Milliseconds(settings.Lease), hint.Epoch, hint.PublishedAt, maySuspect, contextTurns,
            settings.MaxAttempts,
        ];
        var handover = Handover.Nothing;
        while (true)
        {
            var result = await RunAsync(Scripts.Begin, keys, arguments, cancellation).ConfigureAwait(false);
            if ((int)result[0] != 7)
                return Found(conversation, hint.Epoch, result, handover);
            var ended = await ExpireAsync(conversation, [QueryId.Parse((string)result[1]!)], cancellation)
                .ConfigureAwait(false);
            handover = handover.With(ended with { Next = null });
        }
    }

    private static Beginning Found(ConversationRef conversation, long epoch, RedisResult[] result, Handover handover) =>
        (int)result[0] switch
        {
            1 => new Beginning.Begun(TurnOf(conversation, epoch, result), handover),
            2 => new Beginning.Busy(handover),
            3 => new Beginning.NotDue(handover),
            4 => new Beginning.SuspectLater(handover),
            5 => new Beginning.Idle(handover),
            _ => new Beginning.Unknown(handover),
        };

    private static Turn TurnOf(ConversationRef conversation, long epoch, RedisResult[] result) => new()
    {
        Grant = new Grant(conversation, epoch, QueryId.Parse((string)result[2]!), (long)result[1]),
        Sequence = (long)result[3],
        SubmittedAt = Clock.At((long)result[4]),
        Attempts = (int)result[5],
        Postponements = (int)result[6],
        IsSuspect = (int)result[7] == 1,
        IsTakeover = (int)result[8] == 1,
        IsFirst = (int)result[9] == 1,
        BegunAt = Clock.At((long)result[10]),
        Query = StoredJson.Content((string)result[11]!),
        Context = [.. ((string[])result[12]!).Select(StoredEnd.ReadTurn)],
    };
}
