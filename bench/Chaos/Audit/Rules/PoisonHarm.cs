namespace Workers.Chaos.Audit.Rules;

/// <summary>A query that kills its process ends as a dead letter in time; nobody else fails because of it.</summary>
internal sealed class PoisonHarm(int mostDeaths) : Rule
{
    public override string Name => "poison harming innocents";

    public override IEnumerable<string> Offences(Records records)
    {
        var kinds = records.Asked.ToDictionary(asked => asked.Key, asked => asked.Kind);
        var poisons = records.Receipts.Where(receipt => kinds[receipt.Key] == AskKind.Poison)
            .Select(receipt => receipt.Id).ToHashSet();
        return Innocents(records, poisons).Concat(Spared(records, poisons)).Concat(TooDeadly(records));
    }

    private static IEnumerable<string> Innocents(Records records, HashSet<string> poisons) => records.Endings
        .Where(reading => reading.Status == "failed" && !poisons.Contains(reading.Id))
        .Select(reading => $"{reading.Id} is innocent and failed ({reading.ErrorCode}, {reading.Attempts} attempts)");

    private static IEnumerable<string> Spared(Records records, HashSet<string> poisons) => records.Endings
        .Where(reading => poisons.Contains(reading.Id) && reading.HasEnded && reading.ErrorCode != "attempts_exhausted")
        .Select(reading => $"{reading.Id} kills processes and ended as {reading.Status} ({reading.ErrorCode})");

    private IEnumerable<string> TooDeadly(Records records) => records.Calls
        .Where(call => call.Outcome == Call.Killed).GroupBy(call => call.Text)
        .Where(deaths => deaths.Count() > mostDeaths)
        .Select(deaths => $"\"{deaths.Key}\" killed {deaths.Count()} processes, {mostDeaths} are allowed");
}
