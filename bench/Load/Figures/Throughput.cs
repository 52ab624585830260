namespace Workers.Load.Figures;

/// <summary>The product beside the bare clients, doing the same work.</summary>
internal sealed class Throughput : IFigure
{
    public string Name => "throughput";

    public async Task<Finding> MeasureAsync(LoadPlan plan, Servers servers)
    {
        var report = await new Rounds(plan, servers).RunAsync();
        return new Finding(
            $"{report.Ours.TurnsPerSecond} turns/s, {report.TurnRatio} of the bare clients'",
            new
            {
                report.Queries, report.Conversations, report.Slots, report.Rounds, report.Ours, report.Bare,
                report.SubmitRatio, report.TurnRatio, report.EndToEndRatio, report.Completed, report.LostOrSwapped,
                report.BarePublishesPerSecond, report.IsValid,
            },
            Aim.AtLeast("endToEndRatio", report.EndToEndRatio ?? 0, 0.67),
            Aim.AtMost("lostOrSwapped", report.LostOrSwapped, 0)) { Wrong = report.LostOrSwapped };
    }
}
