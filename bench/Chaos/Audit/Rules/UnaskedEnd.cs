namespace Workers.Chaos.Audit.Rules;

/// <summary>Nobody cancels, and a query expires only when its time is over.</summary>
internal sealed class UnaskedEnd : Rule
{
    public override string Name => "unasked end";

    public override IEnumerable<string> Offences(Records records)
    {
        var asked = records.Asked.ToDictionary(query => query.Key);
        var expiries = records.Receipts.GroupBy(receipt => receipt.Id)
            .ToDictionary(receipts => receipts.Key, receipts => asked[receipts.First().Key].ExpiresAt);
        return records.Endings.Where(reading => reading.Status == "cancelled"
                || (reading.Status == "expired" && !(expiries.GetValueOrDefault(reading.Id) <= reading.EndedAt)))
            .Select(reading => $"{reading.Id} ended as {reading.Status} at {reading.EndedAt:O}, "
                + $"its expiresAt being {expiries.GetValueOrDefault(reading.Id):O}");
    }
}
