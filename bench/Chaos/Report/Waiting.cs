using Workers.Chaos.Audit;

namespace Workers.Chaos.Report;

/// <summary>How many queries were accepted and not told of, second by second.</summary>
internal static class Waiting
{
    public static IReadOnlyList<int> BySecond(DateTimeOffset start, Records records)
    {
        var accepted = records.Receipts.OrderBy(receipt => receipt.At).DistinctBy(receipt => receipt.Id);
        var told = records.Notices.OrderBy(notice => notice.At).DistinctBy(notice => notice.QueryId);
        var steps = accepted.Select(receipt => (receipt.At, Step: 1)).Concat(told.Select(notice => (notice.At, Step: -1)))
            .Select(step => (Second: Math.Max(0, (int)(step.At - start).TotalSeconds), step.Step)).ToList();
        var waiting = new int[steps.Count == 0 ? 1 : steps.Max(step => step.Second) + 1];
        foreach (var (second, step) in steps)
            waiting[second] += step;
        for (var second = 1; second < waiting.Length; second++)
            waiting[second] += waiting[second - 1];
        return waiting;
    }
}
