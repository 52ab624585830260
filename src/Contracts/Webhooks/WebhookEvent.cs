using System.Text.Json.Serialization;

namespace Workers.Contracts.Webhooks;

/// <summary>The body of a webhook (Standard Webhooks 1.0): tells a tenant's CRM how a query ended.</summary>
/// <param name="Type">One of <see cref="WebhookTypes"/>.</param>
/// <param name="Timestamp">When the query ended; the same in every attempt.</param>
/// <param name="Data">The query's end.</param>
public sealed record WebhookEvent(string Type, DateTimeOffset Timestamp, WebhookData Data);

/// <summary>How a query ended: with a reply, or with an error in its place.</summary>
public sealed record WebhookData
{
    /// <summary>The query's id.</summary>
    public required string Id { get; init; }

    /// <summary>The conversation, as the caller named it.</summary>
    public required string ConversationId { get; init; }

    /// <summary>The query's place in its conversation, from 1.</summary>
    public required long Sequence { get; init; }

    /// <summary><c>completed</c>, <c>failed</c>, <c>expired</c> or <c>cancelled</c>.</summary>
    public required string Status { get; init; }

    /// <summary>The answer of a completed query.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public WebhookReply? Reply { get; init; }

    /// <summary>Why there is no answer.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public WebhookError? Error { get; init; }

    /// <summary>The caller's own pairs, as submitted.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>When the query was accepted.</summary>
    public required DateTimeOffset SubmittedAt { get; init; }

    /// <summary>When the query ended.</summary>
    public required DateTimeOffset EndedAt { get; init; }
}

/// <summary>An agent's answer.</summary>
public sealed record WebhookReply(string Text)
{
    /// <summary>No reply is longer, in characters: no more is read of a model's answer.</summary>
    public const int Longest = 1024 * 1024;
}

/// <summary>Why a query has no answer: a code for programs, a sentence for people.</summary>
public sealed record WebhookError(string Code, string Detail);
