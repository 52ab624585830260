using System.Text.Json.Serialization;

namespace Workers.Conversations;

/// <summary>What a caller submitted: never changed after it was accepted.</summary>
public sealed record QueryContent
{
    /// <summary>The caller's conversation id.</summary>
    public required string ConversationId { get; init; }

    /// <summary>The customer's message, 1..16,000 code points.</summary>
    public required string Text { get; init; }

    /// <summary>The caller's own pairs, echoed in the reply.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>Where the reply goes instead of the tenant's webhook.</summary>
    public string? ReplyTo { get; init; }

    /// <summary>When the query ends as expired if its turn has not ended.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The W3C trace context of the submission; turn and webhook continue it.</summary>
    public string? TraceParent { get; init; }

    /// <summary>The dead letter whose text this is.</summary>
    public string? RedriveOf { get; init; }

    /// <summary>True when its end is told by webhook. Decided at submission, so that whoever ends it knows.</summary>
    [JsonIgnore]
    public bool HasDelivery { get; init; }
}
