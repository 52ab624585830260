using StackExchange.Redis;
using Workers.Conversations.Redis;

namespace Workers.Conversations;

public sealed partial class ConversationStore
{
    /// <summary>Ends a granted turn with a reply; after the query's <c>expiresAt</c> it ends as expired instead.</summary>
    /// <param name="grant">The turn.</param>
    /// <param name="reply">The agent's answer.</param>
    /// <param name="goesOn">True when the caller begins the next head at once and does not publish its hint; if it fails to,
    /// a sweeper publishes it after 2 s.</param>
    /// <param name="cancellation">Ends the wait; the turn may have ended all the same.</param>
    public Task<Ending> CommitAsync(
        Grant grant, string reply, bool goesOn = false, CancellationToken cancellation = default) => ConcludeAsync(
        Scripts.Commit, grant, [StoredJson.Fragment(reply), StoredJson.Fragment(QueryErrors.Expired), goesOn], cancellation);

    /// <summary>Ends a granted turn without a reply.</summary>
    /// <param name="grant">The turn.</param>
    /// <param name="status">Failed, expired or cancelled.</param>
    /// <param name="error">Why.</param>
    /// <param name="goesOn">As in <see cref="CommitAsync"/>.</param>
    /// <param name="cancellation">Ends the wait; the turn may have ended all the same.</param>
    public Task<Ending> FailAsync(
        Grant grant, QueryStatus status, QueryError error, bool goesOn = false, CancellationToken cancellation = default) =>
        status is QueryStatus.Failed or QueryStatus.Expired or QueryStatus.Cancelled
            ? ConcludeAsync(Scripts.Fail, grant, [StoredJson.Fragment(error), status.Name(), goesOn], cancellation)
            : throw new ArgumentOutOfRangeException(nameof(status));

    private async Task<Ending> ConcludeAsync(
        string script, Grant grant, RedisValue[] more, CancellationToken cancellation)
    {
        var arguments = EndingArguments([grant.Query.ToString(), grant.Epoch, grant.Fence, .. more]);
        var result = await RunAsync(script, Keys.Ending(grant.Conversation, grant.Query), arguments, cancellation)
            .ConfigureAwait(false);
        if ((int)result[0] != 1)
            return new Ending.Fenced();
        var handover = HandoverOf(
            grant.Conversation, (string)result[2]!, (string)result[3]!, (long)result[4], (long)result[5], (long)result[6]);
        return new Ending.Applied(Enum.Parse<QueryStatus>((string)result[1]!, ignoreCase: true), handover);
    }
}
