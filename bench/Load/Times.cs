namespace Workers.Load;

/// <summary>How long something took, over all samples, in milliseconds.</summary>
internal sealed record Times(int Count, double P50Ms, double P99Ms, double MaxMs)
{
    /// <summary>By nearest rank: each is a time that was seen.</summary>
    public static Times Of(IEnumerable<TimeSpan> samples)
    {
        var sorted = samples.Select(sample => sample.TotalMilliseconds).Order().ToArray();
        return new Times(sorted.Length, At(sorted, 0.5), At(sorted, 0.99), At(sorted, 1));
    }

    public override string ToString() => $"p50 {P50Ms} ms, p99 {P99Ms} ms, max {MaxMs} ms";

    private static double At(double[] sorted, double share) =>
        Math.Round(sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)], 3);
}
