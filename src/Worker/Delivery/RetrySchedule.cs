using Workers.Hosting.Options;

namespace Workers.Worker.Delivery;

/// <summary>When a delivery is tried again: by the schedule, the receiver's wish within bounds, and jitter.</summary>
internal sealed class RetrySchedule(WebhooksOptions options, Random random)
{
    private const double Jitter = 0.2;
    private static readonly TimeSpan AfterOverload = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestAsked = TimeSpan.FromHours(24);

    /// <summary>From the first attempt to the last, if none takes time.</summary>
    public TimeSpan Whole => From(1);

    /// <summary>True when the schedule has an attempt of this number: one at once, and one after each wait.</summary>
    public bool Has(int attempt) => attempt <= options.RetrySchedule.Count + 1;

    /// <summary>The wait after the attempt of this number (from 1) failed; null when the schedule is used up.</summary>
    public TimeSpan? After(int attempt, Answer answer)
    {
        var waits = options.RetrySchedule;
        if (attempt > waits.Count)
            return null;
        var planned = waits[attempt - 1];
        if ((answer.IsTimeout || answer.Code == 429) && planned < AfterOverload)
            planned = AfterOverload;
        return answer.RetryAfter is { } asked && asked > planned
            ? Least(asked, Longest(attempt, planned, answer)) * Within(1, 1 + Jitter)
            : planned * Within(1 - Jitter, 1 + Jitter);
    }

    // Who says that it is overloaded may ask for a day if the schedule is that long; nobody may park work for a year.
    private TimeSpan Longest(int attempt, TimeSpan planned, Answer answer)
    {
        var left = From(attempt);
        return answer.Code is 429 or 503 && answer.RetryAfter <= Least(left, LongestAsked) ? left : planned * 2;
    }

    private TimeSpan From(int attempt) =>
        options.RetrySchedule.Skip(attempt - 1).Aggregate(TimeSpan.Zero, (sum, wait) => sum + wait);

    // A wish is never undercut: jitter only adds to it.
    private double Within(double least, double most) => least + ((most - least) * random.NextDouble());

    private static TimeSpan Least(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
