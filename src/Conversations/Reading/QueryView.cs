namespace Workers.Conversations;

/// <summary>A query as it stands now, live or ended.</summary>
public sealed record QueryView
{
    /// <summary>Whose it is.</summary>
    public required string Tenant { get; init; }

    /// <summary>The query.</summary>
    public required QueryId Id { get; init; }

    /// <summary>What was asked.</summary>
    public required QueryContent Content { get; init; }

    /// <summary>Its place in the conversation, from 1.</summary>
    public required long Sequence { get; init; }

    /// <summary>Where it stands.</summary>
    public required QueryStatus Status { get; init; }

    /// <summary>Grows with every change of the status.</summary>
    public long Version => Status.Version(Runs);

    /// <summary>How many queries of the conversation stand before it and have not ended.</summary>
    public int Position { get; init; }

    /// <summary>How many of its turns were lost or brought no answer.</summary>
    public int Attempts { get; init; }

    /// <summary>How often it began to run.</summary>
    public int Runs { get; init; }

    /// <summary>When it was accepted.</summary>
    public required DateTimeOffset SubmittedAt { get; init; }

    /// <summary>When it was first begun.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The answer, when it completed.</summary>
    public string? Reply { get; init; }

    /// <summary>Why there is no answer, when it ended without.</summary>
    public QueryError? Error { get; init; }

    /// <summary>Its webhook, once it has ended and has one.</summary>
    public DeliveryView? Delivery { get; init; }
}

/// <summary>How a query's webhook stands.</summary>
/// <param name="Id">The <c>webhook-id</c>.</param>
/// <param name="Status">How it stands.</param>
/// <param name="Attempts">How many attempts were begun.</param>
public sealed record DeliveryView(string Id, DeliveryStatus Status, int Attempts);

/// <summary>A conversation as it stands now.</summary>
/// <param name="Turns">Its ended queries in the order in which they ended, the last that are kept.</param>
/// <param name="Mailbox">Its queries that have not ended, in submission order; a running one is the first.</param>
public sealed record ConversationView(IReadOnlyList<EndedQuery> Turns, IReadOnlyList<QueryView> Mailbox);
