using Workers.Conversations.Redis;

namespace Workers.Conversations;

public sealed partial class ConversationStore
{
    /// <summary>Ends those of the given queries that must end and do not run: expired ones wherever they stand, and a head
    /// that was cancelled while it ran or has no attempts left.</summary>
    internal async Task<Handover> ExpireAsync(
        ConversationRef conversation, IReadOnlyList<QueryId> ids, CancellationToken cancellation = default)
    {
        var arguments = EndingArguments(
            [
                settings.MaxAttempts, StoredJson.Fragment(QueryErrors.Expired), StoredJson.Fragment(QueryErrors.Cancelled),
                StoredJson.Fragment(QueryErrors.AttemptsExhausted), .. ids.Select(id => (StackExchange.Redis.RedisValue)id.ToString()),
            ]);
        var result = await RunAsync(Scripts.Expire, Keys.Ending(conversation, [.. ids]), arguments, cancellation)
            .ConfigureAwait(false);
        var now = (long)result[3];
        var replies = result.Skip(4).Select(id => ReplyHint(conversation.Tenant, QueryId.Parse((string)id!), now));
        return new Handover(
            Hint(conversation, (string)result[1]!, (long)result[2], (long)result[0]), [.. replies]);
    }
}
