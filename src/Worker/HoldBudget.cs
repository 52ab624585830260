namespace Workers.Worker;

/// <summary>How long one message may be held: ten minutes in all, whatever Redis, the model and receivers do. The
/// broker closes a channel whose message nobody acknowledges for half an hour.</summary>
/// <param name="call">The longest that the call between begin and end takes, at most nine minutes.</param>
/// <param name="time">Measures, from now on.</param>
internal sealed class HoldBudget(TimeSpan call, TimeProvider time)
{
    /// <summary>The longest that a message is held.</summary>
    public static readonly TimeSpan Whole = TimeSpan.FromMinutes(10);

    /// <summary>Kept back for publishing what begin, end and a suspect leave, five seconds each.</summary>
    public static readonly TimeSpan Publishing = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan LongestOutage = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan LeastForEnd = TimeSpan.FromSeconds(30);

    private readonly long since = time.GetTimestamp();

    /// <summary>How long begin may still be repeated: some minutes, less when the call may be long.</summary>
    public TimeSpan ForBegin =>
        Within(TimeSpan.Zero, Least(LongestOutage, Whole - Publishing - LeastForEnd - call) - Gone);

    /// <summary>How long the end may be repeated: what is left, some seconds in any case, because an answer has been
    /// paid for.</summary>
    public TimeSpan ForEnd => Within(LeastForEnd, Least(LongestOutage, Whole - Publishing - Gone));

    private TimeSpan Gone => time.GetElapsedTime(since);

    private static TimeSpan Within(TimeSpan least, TimeSpan wanted) => wanted > least ? wanted : least;

    private static TimeSpan Least(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
