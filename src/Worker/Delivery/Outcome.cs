using Workers.Conversations;

namespace Workers.Worker.Delivery;

/// <summary>What becomes of a granted attempt.</summary>
internal abstract record Outcome
{
    private Outcome() { }

    /// <summary>It is over: what it came to is recorded.</summary>
    public sealed record Ended(DeliveryResult Result) : Outcome;

    /// <summary>It was not made and does not count; the delivery is due again after the wait.</summary>
    public sealed record Deferred(TimeSpan Wait) : Outcome;
}
