namespace Workers.EndToEnd.Tests;

/// <summary>A submission that got its 202.</summary>
internal sealed record Accepted(string Id, string Conversation, string Text, long Sequence, DateTimeOffset At);

/// <summary>A query as its tenant reads it.</summary>
internal sealed record QueryState(
    string Id, long Sequence, string Status, string Text, int Attempts, DateTimeOffset SubmittedAt,
    DateTimeOffset? StartedAt, DateTimeOffset? EndedAt, ReplyState? Reply, ErrorState? Error, DeliveryState? Delivery)
{
    public bool HasEnded => Status is not ("queued" or "running");
}

internal sealed record ReplyState(string Text);

internal sealed record ErrorState(string Code);

internal sealed record DeliveryState(string Id, string Status, int Attempts);

/// <summary>A conversation as its tenant reads it.</summary>
internal sealed record ConversationState(
    string Id, IReadOnlyList<TurnState> Turns, IReadOnlyList<WaitingState> Mailbox);

internal sealed record TurnState(
    string Id, long Sequence, string Status, string Text, ReplyState? Reply, ErrorState? Error, DateTimeOffset EndedAt);

internal sealed record WaitingState(string Id, string Status);
