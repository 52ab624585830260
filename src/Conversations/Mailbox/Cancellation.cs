namespace Workers.Conversations;

/// <summary>What came of a cancellation.</summary>
public abstract record Cancellation
{
    private Cancellation() { }

    /// <summary>The query ended as cancelled, now or by an earlier call.</summary>
    public sealed record Cancelled(Handover Handover) : Cancellation;

    /// <summary>The query is running; its worker is told within a second.</summary>
    public sealed record Told : Cancellation;

    /// <summary>The query had ended otherwise.</summary>
    public sealed record EndedOtherwise(QueryStatus Status) : Cancellation;

    /// <summary>There is no such query.</summary>
    public sealed record Unknown : Cancellation;
}
