namespace Workers.Worker.Delivery;

/// <summary>One receiver as this process sees it: what is on its way to it, and whether it is quick, slow or
/// dead.</summary>
/// <remarks>Not safe to use at once: <see cref="Endpoints"/> guards it.</remarks>
/// <param name="quick">An answer that takes no longer makes a receiver quick, until a later one comes.</param>
/// <param name="time">Measures.</param>
internal sealed class Endpoint(TimeSpan quick, TimeProvider time)
{
    private readonly Breaker breaker = new(time);
    private bool answersInTime;
    private long silentSince;

    public int InFlight { get; private set; }

    /// <summary>Whether its last answer came quickly, and none is overdue.</summary>
    public bool IsQuick => answersInTime && (InFlight == 0 || time.GetElapsedTime(silentSince) <= quick);

    /// <summary>Null when the receiver is left alone now; else whether this call is its breaker's probe.</summary>
    /// <param name="isAskedFor">Whether a person thinks that it is well again, whatever the breaker says.</param>
    public bool? TryEnter(bool isAskedFor)
    {
        if ((breaker.TryPass() ?? (isAskedFor ? false : null)) is not { } isProbe)
            return null;
        if (InFlight++ == 0)
            silentSince = time.GetTimestamp();
        return isProbe;
    }

    /// <summary>Tells what the call came to; null when it was dropped.</summary>
    public void Leave(bool isProbe, Answer? answer)
    {
        InFlight--;
        // A refusal that comes quickly holds nobody up: the schedule alone deals with it.
        breaker.Report(isProbe, answer is null ? null : answer.Code is not null || answer.Took <= quick);
        if (answer is null)
            return;
        silentSince = time.GetTimestamp();
        answersInTime = answer.Took <= quick;
    }
}
