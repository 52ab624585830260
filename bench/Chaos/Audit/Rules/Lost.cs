namespace Workers.Chaos.Audit.Rules;

/// <summary>A 202 is a promise: the query ends.</summary>
internal sealed class Lost : Rule
{
    public override string Name => "lost";

    public override IEnumerable<string> Offences(Records records)
    {
        var ended = records.Endings.Where(reading => reading.HasEnded).Select(reading => reading.Id).ToHashSet();
        return records.Receipts.Select(receipt => receipt.Id).Distinct().Where(id => !ended.Contains(id))
            .Select(id => $"{id} got its 202 and never ended: "
                + $"{records.Endings.FirstOrDefault(reading => reading.Id == id)?.Status ?? "it is unknown"}");
    }
}
