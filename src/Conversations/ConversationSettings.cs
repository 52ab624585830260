namespace Workers.Conversations;

/// <summary>The numbers that the state machine keeps to; the hosts fill them from their configuration.</summary>
public sealed record ConversationSettings
{
    /// <summary>How many ended turns of a conversation are kept.</summary>
    public int TurnsKept { get; init; } = 100;

    /// <summary>After how much silence a conversation is forgotten.</summary>
    public TimeSpan ContextTimeToLive { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How long an ended query can be read.</summary>
    public TimeSpan QueryTimeToLive { get; init; } = TimeSpan.FromDays(7);

    /// <summary>How long a dead letter can be read and redriven.</summary>
    public TimeSpan DeadLetterTimeToLive { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How long a delivery can be read after it is final.</summary>
    public TimeSpan DeliveryTimeToLive { get; init; } = TimeSpan.FromDays(7);

    /// <summary>How long a turn is leased; a worker that does not renew for that long has lost it.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>After how many lost or answerless turns a query is a dead letter.</summary>
    public int MaxAttempts { get; init; } = 5;

    /// <summary>How many replicas must have a submission before it counts as accepted.</summary>
    public int WaitForReplicas { get; init; }
}
