using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using Workers.Chaos.Audit;
using Workers.Chaos.Schedule;

namespace Workers.Chaos.Report;

/// <summary>What a run has shown.</summary>
internal sealed record Certificate(
    bool IsWhole, int Seed, ChaosPlan Plan, DateTimeOffset StartedAt, double Seconds, string Machine, string Runtime,
    int Faults, IReadOnlyDictionary<string, int> FaultsByKind, IReadOnlyDictionary<string, int> NotInjected,
    int Recovered, Spread RecoverySeconds, Spread TakeoverSeconds, IReadOnlyDictionary<string, int> Endings,
    int Accepted, int Webhooks, ModelCost Model, bool ModelIsWithinBound,
    IReadOnlyDictionary<string, int> ViolationsByKind,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Violations, IReadOnlyList<Mark> Timeline,
    IReadOnlyList<int> WaitingBySecond)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Certificate Of(
        ChaosPlan plan, DateTimeOffset start, IReadOnlyList<Happening> happenings, Records records,
        IReadOnlyDictionary<string, IReadOnlyList<string>> violations)
    {
        var injected = happenings.Where(happening => happening.NotInjected is null).ToList();
        var recoveries = Recoveries.AfterHealing(injected, records);
        var cost = ModelCost.Of(plan, happenings, records);
        return new Certificate(
            violations.Values.All(offences => offences.Count == 0), plan.Seed, plan, start,
            Math.Round((DateTimeOffset.UtcNow - start).TotalSeconds, 1),
            $"{Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}",
            RuntimeInformation.FrameworkDescription, injected.Count, Count(injected.Select(KindOf)),
            Count(happenings.Except(injected).Select(KindOf)), recoveries.Count(recovery => recovery is not null),
            Spread.Of(recoveries.OfType<TimeSpan>()), Spread.Of(Recoveries.Takeovers(happenings, records)),
            Count(records.Endings.Select(reading => reading.Status)),
            records.Receipts.Select(receipt => receipt.Id).Distinct().Count(), records.Notices.Count, cost,
            cost.IsWithinBound, violations.ToDictionary(kind => kind.Key, kind => kind.Value.Count), violations,
            [.. injected.Zip(recoveries, (happening, recovery) => Mark.Of(happening, recovery, start))],
            Waiting.BySecond(start, records));
    }

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    private static string KindOf(Happening happening) => happening.Strike.Fault.Kind;

    private static SortedDictionary<string, int> Count(IEnumerable<string> kinds) =>
        new(kinds.CountBy(kind => kind).ToDictionary(), StringComparer.Ordinal);
}

/// <summary>A fault on the timeline; times in seconds since the beginning.</summary>
internal sealed record Mark(string Target, string Kind, string Tells, double From, double To, double? RecoveredAt)
{
    public static Mark Of(Happening happening, TimeSpan? recovery, DateTimeOffset start)
    {
        var fault = happening.Strike.Fault;
        var to = happening.HealedAt - start;
        return new Mark(fault.Target, fault.Kind, fault.Tells, Round(happening.InjectedAt - start), Round(to),
            recovery is { } after ? Round(to + after) : null);
    }

    private static double Round(TimeSpan time) => Math.Round(time.TotalSeconds, 2);
}
