using Workers.Contracts.V1;

namespace Workers.Conversations;

/// <summary>What came of a submission.</summary>
public abstract record Submission
{
    private Submission() { }

    /// <summary>The query is in Redis, now (<paramref name="IsNew"/>) or since an earlier call with its id.</summary>
    /// <param name="Id">The query.</param>
    /// <param name="Sequence">Its place in the conversation, from 1.</param>
    /// <param name="Position">How many queries of the conversation stand before it and have not ended.</param>
    /// <param name="Status">Where it stands now.</param>
    /// <param name="IsNew">False when an earlier call had submitted it.</param>
    /// <param name="Next">The hint to publish when the query can run now.</param>
    public sealed record Accepted(
        QueryId Id, long Sequence, int Position, QueryStatus Status, bool IsNew, QueryReady? Next) : Submission;

    /// <summary>The conversation holds as many queries as it may; nothing was changed.</summary>
    public sealed record MailboxFull : Submission;

    /// <summary>Redis has used more of its memory than submissions may; nothing was changed.</summary>
    public sealed record StoreFull : Submission;

    /// <summary>Redrive only: the query is no dead letter (any more); nothing was changed.</summary>
    public sealed record NoDeadLetter : Submission;
}
