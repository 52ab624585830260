namespace Workers.Chaos.Report;

/// <summary>Some durations in seconds; null without any.</summary>
internal sealed record Spread(int Count, double? P50, double? P99, double? Most)
{
    public static Spread Of(IEnumerable<TimeSpan> durations)
    {
        var sorted = durations.Select(duration => Math.Round(duration.TotalSeconds, 2)).Order().ToList();
        return new Spread(sorted.Count, At(sorted, 0.5), At(sorted, 0.99), sorted.Count == 0 ? null : sorted[^1]);
    }

    private static double? At(List<double> sorted, double share) =>
        sorted.Count == 0 ? null : sorted[(int)Math.Ceiling(share * sorted.Count) - 1];
}
