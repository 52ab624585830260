using Workers.Conversations;

namespace Workers.Ingress.Limits;

/// <summary>
/// A tenant's rate as this process alone has used it: what decides while nobody knows what the others used.
/// </summary>
internal sealed class OwnRate(TenantRate rate, TimeProvider time)
{
    private double _left = rate.Burst;
    private long _at = time.GetTimestamp();

    /// <summary>How long until there is one; zero when there is.</summary>
    public TimeSpan NextIn => Left() >= 1 ? TimeSpan.Zero : TimeSpan.FromSeconds((1 - Left()) / rate.PerSecond);

    /// <summary>Counts what was granted, whoever granted it.</summary>
    public void Spend() => (_left, _at) = (Math.Max(Left() - 1, -rate.Burst), time.GetTimestamp());

    private double Left() =>
        Math.Min(rate.Burst, _left + time.GetElapsedTime(_at).TotalSeconds * rate.PerSecond);
}
