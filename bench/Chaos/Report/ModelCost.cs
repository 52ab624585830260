using Workers.Chaos.Audit;
using Workers.Chaos.Schedule;

namespace Workers.Chaos.Report;

/// <summary>What the faults cost in calls of the model.</summary>
/// <param name="Calls">All calls.</param>
/// <param name="Extra">Those beyond one for each query that was completed.</param>
/// <param name="Bound">Turns in flight at process losses and pauses, and calls that the model did not answer.</param>
internal sealed record ModelCost(int Calls, int Extra, int Bound)
{
    // a process that was cut off or paused drops what it holds at most this much later than its lease ends
    private static readonly TimeSpan Aftermath = TimeSpan.FromSeconds(2);

    public bool IsWithinBound => Extra <= Bound;

    public static ModelCost Of(ChaosPlan plan, IReadOnlyList<Happening> happenings, Records records)
    {
        var completed = records.Endings.Count(reading => reading.Status == "completed");
        var deaths = records.Calls.Where(call => call.Outcome == Call.Killed).ToList();
        var windows = happenings.Where(happening => happening.NotInjected is null)
            .SelectMany(happening => happening.Strike.Fault.Disturbs(plan)
                .Select(worker =>
                    (worker, From: happening.InjectedAt, To: happening.HealedAt + plan.Lease + Aftermath)))
            .Concat(deaths.Select(death => (worker: death.Worker, From: death.At, To: death.EndedAt)))
            .ToLookup(window => window.worker);
        var bound = records.Calls.Count(call => call.Outcome != Call.Answered
            || windows[call.Worker].Any(window => call.At <= window.To && call.EndedAt >= window.From));
        return new ModelCost(records.Calls.Count, records.Calls.Count - completed, bound);
    }
}
