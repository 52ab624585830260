using Workers.Conversations;

namespace Workers.Ingress.Queries;

/// <summary>A query as its tenant reads it; what is not there yet is left out.</summary>
internal sealed record QueryAnswer
{
    public required string Id { get; init; }

    public required string ConversationId { get; init; }

    public required long Sequence { get; init; }

    public required string Status { get; init; }

    public required string Text { get; init; }

    public required int Attempts { get; init; }

    public required DateTimeOffset SubmittedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public ReplyAnswer? Reply { get; init; }

    public ErrorAnswer? Error { get; init; }

    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    public DeliveryAnswer? Delivery { get; init; }

    public string? RedriveOf { get; init; }

    public static QueryAnswer Of(QueryView query) => new()
    {
        Id = query.Id.ToString(),
        ConversationId = query.Content.ConversationId,
        Sequence = query.Sequence,
        Status = query.Status.Name(),
        Text = query.Content.Text,
        Attempts = query.Attempts,
        SubmittedAt = query.SubmittedAt,
        StartedAt = query.StartedAt,
        EndedAt = query.EndedAt,
        Reply = ReplyAnswer.Of(query.Reply),
        Error = ErrorAnswer.Of(query.Error),
        Metadata = query.Content.Metadata,
        Delivery = DeliveryAnswer.Of(query.Delivery),
        RedriveOf = query.Content.RedriveOf,
    };
}

/// <summary>The agent's answer.</summary>
internal sealed record ReplyAnswer(string Text)
{
    public static ReplyAnswer? Of(string? text) => text is null ? null : new(text);
}

/// <summary>Why there is no answer.</summary>
internal sealed record ErrorAnswer(string Code, string Detail)
{
    public static ErrorAnswer? Of(QueryError? error) => error is null ? null : new(error.Code, error.Detail);
}

/// <summary>How the query's webhook stands.</summary>
internal sealed record DeliveryAnswer(string Id, string Status, int Attempts)
{
    public static DeliveryAnswer? Of(DeliveryView? delivery) =>
        delivery is null ? null : new(delivery.Id, delivery.Status.Name(), delivery.Attempts);
}
