using Workers.Conversations;

namespace Workers.Worker.Delivery;

/// <summary>Puts an attempt off: the longer it has been put off already, the longer, and never for ever.</summary>
internal sealed class Deferral(RetrySchedule schedule, Random random)
{
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>The longest that a delivery goes without an attempt: who only answers slowly is not given up sooner than
    /// who fails.</summary>
    public TimeSpan Patience { get; } = schedule.Whole > Day ? schedule.Whole : Day;

    public Outcome Of(DeliveryAttempt attempt)
    {
        if (attempt.DeferredFor >= Patience)
            return new Outcome.Ended(Verdict.Failed(Errors.DeferredTooLong));
        var wait = attempt.DeferredFor < First ? First : attempt.DeferredFor < Longest ? attempt.DeferredFor : Longest;
        // What came together does not come back together.
        return new Outcome.Deferred(wait * (1 + (random.NextDouble() / 2)));
    }
}
