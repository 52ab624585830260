using Workers.Conversations.Redis;

namespace Workers.Conversations;

public sealed partial class ConversationStore
{
    /// <summary>Gives a granted turn back, to be begun again after <paramref name="delay"/>.</summary>
    /// <param name="grant">The turn.</param>
    /// <param name="delay">Zero or less: now, and the handover says what to publish.</param>
    /// <param name="countAttempt">Whether the turn counts as an attempt: the model answered, and it was no answer.</param>
    /// <param name="cancellation">Ends the wait; the turn may have been given back all the same.</param>
    public async Task<Ending> PostponeAsync(
        Grant grant, TimeSpan delay, bool countAttempt, CancellationToken cancellation = default)
    {
        var milliseconds = Math.Max(0, Clock.Milliseconds(delay));
        var result = await RunAsync(
            Scripts.Postpone, Keys.Of(grant.Conversation),
            [grant.Query.ToString(), grant.Epoch, grant.Fence, milliseconds, countAttempt, milliseconds > 0],
            cancellation).ConfigureAwait(false);
        if ((int)result[0] != 1)
            return new Ending.Fenced();
        var next = Hint(grant.Conversation, (string)result[1]!, (long)result[2], (long)result[3]);
        return new Ending.Applied(QueryStatus.Queued, new Handover(next, []));
    }
}
