namespace Workers.Contracts.V1;

/// <summary>Wakes a conversation: its head query can run now. A hint only; the worker runs whatever Redis says is
/// head.</summary>
public sealed record QueryReady
{
    /// <summary>The account that the conversation belongs to.</summary>
    public required string Tenant { get; init; }

    /// <summary>The conversation to wake, in the caller's own words.</summary>
    public required string ConversationId { get; init; }

    /// <summary>The conversation's generation; a message of an erased generation wakes nobody.</summary>
    public required long Epoch { get; init; }

    /// <summary>The query that was head when this was published; for logs and traces.</summary>
    public required string QueryId { get; init; }

    /// <summary>Redis' clock at publishing, Unix milliseconds: tells how far the queue has been served.</summary>
    public required long PublishedAt { get; init; }
}
