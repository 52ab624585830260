using Workers.Conversations.Redis;

namespace Workers.Conversations;

public sealed partial class ConversationStore
{
    /// <summary>Gives a granted turn back, to be begun again after <paramref name="delay"/>; a query that was cancelled
    /// meanwhile ends.</summary>
    /// <param name="grant">The turn.</param>
    /// <param name="delay">Zero or less: now, and the handover says what to publish.</param>
    /// <param name="why">What was learned of the query.</param>
    /// <param name="cancellation">Ends the wait; the turn may have been given back all the same.</param>
    public Task<Ending> PostponeAsync(
        Grant grant, TimeSpan delay, Postponement why, CancellationToken cancellation = default)
    {
        var milliseconds = Math.Max(0, Clock.Milliseconds(delay));
        return ConcludeAsync(
            Scripts.Postpone, grant,
            [
                StoredJson.Fragment(QueryErrors.Cancelled), milliseconds, why == Postponement.NoAnswer, milliseconds > 0,
                why != Postponement.NotAsked,
            ],
            cancellation);
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
