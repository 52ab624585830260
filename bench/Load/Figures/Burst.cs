namespace Workers.Load.Figures;

/// <summary>Customers that write several messages at once, answered while they write.</summary>
internal sealed class Burst : IFigure
{
    public string Name => "burst";

    public async Task<Finding> MeasureAsync(LoadPlan plan, Servers servers)
    {
        var report = await new Rounds(plan.AsBurst(), servers).RunAsync();
        return new Finding(
            $"{report.Ours.TurnsPerSecond} turns/s",
            new
            {
                report.Queries, report.Conversations, report.AgentWaitMs, report.Slots, report.Rounds, report.Ours,
                report.Completed, report.LostOrSwapped,
            },
            Aim.AtLeast("turnsPerSecond", report.Ours.TurnsPerSecond, 2_500),
            Aim.AtMost("lostOrSwapped", report.LostOrSwapped, 0)) { Wrong = report.LostOrSwapped };
    }
}
