using Workers.Conversations;

namespace Workers.Worker.Delivery;

/// <summary>What becomes of a granted attempt.</summary>
internal abstract record Outcome
{
    private Outcome() { }

    /// <summary>It is over: what it came to is recorded, and what that says of the address.</summary>
    /// <param name="Result">What it came to.</param>
    /// <param name="SentTo">The address, if it was sent.</param>
    public sealed record Ended(DeliveryResult Result, Uri? SentTo = null) : Outcome;

    /// <summary>It was not made and does not count; the delivery is due again after the wait.</summary>
    public sealed record Deferred(TimeSpan Wait) : Outcome;
}
