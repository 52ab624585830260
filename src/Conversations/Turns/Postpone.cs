using Workers.Conversations.Redis;

namespace Workers.Conversations;

public sealed partial class ConversationStore
{
    /// <summary>Gives a granted turn back, to be begun again after <paramref name="delay"/>.</summary>
    /// <param name="grant">The turn.</param>
    /// <param name="delay">Zero or less: now, and the handover says what to publish.</param>
    /// <param name="why">What was learned of the query.</param>
    /// <param name="cancellation">Ends the wait; the turn may have been given back all the same.</param>
    public async Task<Ending> PostponeAsync(
        Grant grant, TimeSpan delay, Postponement why, CancellationToken cancellation = default)
    {
        var milliseconds = Math.Max(0, Clock.Milliseconds(delay));
        var result = await RunAsync(
            Scripts.Postpone, Keys.Of(grant.Conversation),
            [
                grant.Query.ToString(), grant.Epoch, grant.Fence, milliseconds, why == Postponement.NoAnswer, milliseconds > 0,
                why != Postponement.NotAsked,
            ],
            cancellation).ConfigureAwait(false);
        if ((int)result[0] != 1)
            return new Ending.Fenced();
        var next = Hint(grant.Conversation, (string)result[1]!, (long)result[2], (long)result[3]);
        return new Ending.Applied(QueryStatus.Queued, new Handover(next, []));
    }
}

/// <summary>Why a turn is given back.</summary>
public enum Postponement
{
    /// <summary>The model did not get to answer: whether the query harms its process is as unknown as before.</summary>
    NotAsked,

    /// <summary>The model could not answer now, and the process lives: the query is no suspect any more.</summary>
    ModelAway,

    /// <summary>The model answered, and it was no answer: an attempt is counted.</summary>
    NoAnswer,
}
