using Workers.Chaos.Audit;
using Workers.Chaos.Faults;
using Workers.Chaos.Schedule;

namespace Workers.Chaos.Report;

/// <summary>How long things took to go on, as seen from outside.</summary>
internal static class Recoveries
{
    /// <summary>From a fault's healing to the first webhook of a query that was completed and submitted after it; null
    /// when none came.</summary>
    public static IReadOnlyList<TimeSpan?> AfterHealing(IReadOnlyList<Happening> happenings, Records records)
    {
        var accepted = records.Receipts.GroupBy(receipt => receipt.Id)
            .ToDictionary(receipts => receipts.Key, receipts => receipts.Min(receipt => receipt.At));
        var told = records.Notices
            .Where(notice => notice.Type == "query.completed" && accepted.ContainsKey(notice.QueryId))
            .Select(notice => (notice.At, Submitted: accepted[notice.QueryId])).OrderBy(notice => notice.At).ToList();
        return [.. happenings.Select(happening => told.Where(notice => notice.Submitted > happening.HealedAt)
            .Select(notice => (TimeSpan?)(notice.At - happening.HealedAt)).FirstOrDefault())];
    }

    /// <summary>From a worker's kill -9 until another one asked the model about a turn that died.</summary>
    public static IEnumerable<TimeSpan> Takeovers(IReadOnlyList<Happening> happenings, Records records)
    {
        var byText = records.Calls.ToLookup(call => call.Text);
        foreach (var happening in happenings.Where(happening => happening.NotInjected is null))
            if (happening.Strike.Fault is WorkerKilled { Worker: var worker })
                foreach (var lost in records.Calls.Where(call => call.Worker == worker && call.Outcome == Call.GivenUp
                    && call.At < happening.InjectedAt && call.EndedAt >= happening.InjectedAt))
                    if (byText[lost.Text].OrderBy(call => call.At).FirstOrDefault(call => call.At > happening.InjectedAt)
                        is { } next)
                        yield return next.At - happening.InjectedAt;
    }
}
