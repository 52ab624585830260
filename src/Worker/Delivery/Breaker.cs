namespace Workers.Worker.Delivery;

/// <summary>Opens when a receiver does nothing but hold up those who call it; one call at a time then probes it, and
/// any sign of life closes it.</summary>
/// <remarks>Not safe to use at once: <see cref="Endpoints"/> guards it.</remarks>
internal sealed class Breaker(TimeProvider time)
{
    private const int FailuresThatOpen = 5;
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private int failures;
    private bool isProbing;
    private TimeSpan pause;
    private long pausedSince;

    private bool IsOpen => failures >= FailuresThatOpen;

    /// <summary>Null when nobody may call now; else whether this call is the probe, which <see cref="Report"/>
    /// needs.</summary>
    public bool? TryPass()
    {
        if (!IsOpen)
            return false;
        if (isProbing || time.GetElapsedTime(pausedSince) < pause)
            return null;
        return isProbing = true;
    }

    /// <summary>Tells what a call came to; null when it was dropped and says nothing.</summary>
    public void Report(bool isProbe, bool? isAlive)
    {
        isProbing &= !isProbe;
        if (isAlive is true)
            (failures, isProbing) = (0, false);
        else if (isAlive is false && (isProbe || !IsOpen))
            Fail();
    }

    // Late failures of calls from before it opened change nothing: they would push the next probe away.
    private void Fail()
    {
        var wasOpen = IsOpen;
        failures++;
        if (!IsOpen)
            return;
        pause = !wasOpen ? FirstPause : pause * 2 < LongestPause ? pause * 2 : LongestPause;
        pausedSince = time.GetTimestamp();
    }
}
