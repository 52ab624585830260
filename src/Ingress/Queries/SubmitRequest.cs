namespace Workers.Ingress.Queries;

/// <summary>A submission as its caller wrote it.</summary>
internal sealed record SubmitRequest
{
    public string ConversationId { get; init; } = "";

    public string Text { get; init; } = "";

    public string? ReplyTo { get; init; }

    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>As written: the same instant in another offset is another value.</summary>
    public string? ExpiresAt { get; init; }
}
