namespace Workers.Conversations;

/// <summary>A query that has ended, as it is kept, shown and told by webhook.</summary>
public sealed record EndedQuery
{
    /// <summary>Whose it is.</summary>
    public required string Tenant { get; init; }

    /// <summary>The query.</summary>
    public required QueryId Id { get; init; }

    /// <summary>What was asked.</summary>
    public required QueryContent Content { get; init; }

    /// <summary>Its place in the conversation, from 1.</summary>
    public required long Sequence { get; init; }

    /// <summary>How it ended.</summary>
    public required QueryStatus Status { get; init; }

    /// <summary>How many of its turns were lost or brought no answer.</summary>
    public required int Attempts { get; init; }

    /// <summary>How often it began to run.</summary>
    public int Runs { get; init; }

    /// <summary>Counts a conversation's ended queries in the order in which they ended, from 1.</summary>
    public required long Turn { get; init; }

    /// <summary>When it was accepted.</summary>
    public required DateTimeOffset SubmittedAt { get; init; }

    /// <summary>When it was first begun.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>The answer, when it completed.</summary>
    public string? Reply { get; init; }

    /// <summary>Why there is no answer, when it did not.</summary>
    public QueryError? Error { get; init; }
}
