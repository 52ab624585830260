namespace Workers.Conversations;

/// <summary>A granted turn: the head query and what the conversation was about.</summary>
public sealed record Turn
{
    /// <summary>The right to end it.</summary>
    public required Grant Grant { get; init; }

    /// <summary>What the customer asked.</summary>
    public required QueryContent Query { get; init; }

    /// <summary>The query's place in its conversation, from 1.</summary>
    public required long Sequence { get; init; }

    /// <summary>How many turns of this query were lost or brought no answer so far.</summary>
    public required int Attempts { get; init; }

    /// <summary>How often the query was postponed so far; the model's backoff grows with it.</summary>
    public required int Postponements { get; init; }

    /// <summary>True when the query's last turn was lost with its process: a process runs one such at a time.</summary>
    public required bool IsSuspect { get; init; }

    /// <summary>True when this grant took over a turn whose lease had run out.</summary>
    public required bool IsTakeover { get; init; }

    /// <summary>True when the query had not run before.</summary>
    public required bool IsFirst { get; init; }

    /// <summary>When the query was accepted.</summary>
    public required DateTimeOffset SubmittedAt { get; init; }

    /// <summary>Redis' clock when the turn was granted.</summary>
    public required DateTimeOffset BegunAt { get; init; }

    /// <summary>The conversation's last completed turns, oldest first.</summary>
    public required IReadOnlyList<PastTurn> Context { get; init; }
}

/// <summary>A completed turn, as the model is shown it.</summary>
/// <param name="Question">The query's text.</param>
/// <param name="Answer">The reply's text.</param>
public readonly record struct PastTurn(string Question, string Answer);
