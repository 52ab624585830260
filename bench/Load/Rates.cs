namespace Workers.Load;

/// <summary>What a round reached.</summary>
/// <param name="SubmitsPerSecond">Queries accepted and, where they could run, published.</param>
/// <param name="TurnsPerSecond">Queries answered, from when every slot has its first turn to the last commit.</param>
/// <param name="EndToEndPerSecond">Queries over the time of both; in a burst, where they overlap, over the whole.</param>
/// <param name="CpuPerSubmit">Processor time of a submission.</param>
/// <param name="CpuPerTurn">Processor time of a turn; in a burst of both.</param>
internal sealed record Rates(
    double SubmitsPerSecond, double TurnsPerSecond, double EndToEndPerSecond, CpuTime? CpuPerSubmit, CpuTime CpuPerTurn)
{
    public static Rates Of(LoadPlan plan, Phase submitting, Phase answering) => new(
        PerSecond(plan, submitting.Took), PerSecond(plan, answering.Took),
        PerSecond(plan, submitting.Took + answering.Took), submitting.Cpu, answering.Cpu);

    public static Rates OfBurst(LoadPlan plan, TimeSpan submitting, Phase whole) => new(
        PerSecond(plan, submitting), PerSecond(plan, whole.Took), PerSecond(plan, whole.Took), null, whole.Cpu);

    /// <summary>The round in the middle, by its end-to-end rate.</summary>
    public static Rates MedianOf(IReadOnlyCollection<Rates> rounds) =>
        rounds.OrderBy(round => round.EndToEndPerSecond).ElementAt(rounds.Count / 2);

    private static double PerSecond(LoadPlan plan, TimeSpan took) => Math.Round(plan.Queries / took.TotalSeconds);
}
