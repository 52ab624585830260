namespace Workers.Load.Figures;

/// <summary>The line that a figure prints: what it came to, and where and in what company it was measured.</summary>
/// <param name="Reached">True when all aims were; null when there is none.</param>
/// <param name="LoadAverage">The machine's load of the last minute before and after: a busy one makes numbers worse.</param>
internal sealed record FigureReport(
    string Figure, object Measured, IReadOnlyList<Aim> Aims, bool? Reached, double[] LoadAverage, double TookSeconds,
    string Machine, IReadOnlyDictionary<string, string> Versions, DateTimeOffset At)
{
    public static FigureReport Of(
        string figure, Finding finding, double loadBefore, TimeSpan took, IReadOnlyDictionary<string, string> versions) =>
        new(figure, finding.Measured, finding.Aims,
            finding.Aims.Count == 0 ? null : finding.Aims.All(aim => aim.Reached), [loadBefore, Load.Machine.LoadAverage()],
            Math.Round(took.TotalSeconds, 1), Load.Machine.Name, versions, DateTimeOffset.UtcNow);
}
