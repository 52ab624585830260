namespace Workers.Load;

/// <summary>What a round reached, per second.</summary>
/// <param name="Submits">Queries accepted and, where they could run, published.</param>
/// <param name="Turns">Queries answered, from the first message taken to the last turn committed.</param>
internal readonly record struct Rates(double Submits, double Turns)
{
    public static Rates Of(LoadPlan plan, TimeSpan submitting, TimeSpan answering) =>
        new(plan.Queries / submitting.TotalSeconds, plan.Queries / answering.TotalSeconds);

    public static Rates MedianOf(IEnumerable<Rates> rounds)
    {
        var all = rounds.ToArray();
        return new Rates(Median(all.Select(round => round.Submits)), Median(all.Select(round => round.Turns)));
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
