namespace Workers.Chaos.Audit.Rules;

/// <summary>Each accepted query is told to the receiver.</summary>
internal sealed class WebhookMissing : Rule
{
    public override string Name => "webhook missing";

    public override IEnumerable<string> Offences(Records records)
    {
        var told = records.Notices.Select(notice => notice.QueryId).ToHashSet();
        return records.Receipts.Select(receipt => receipt.Id).Distinct().Where(id => !told.Contains(id))
            .Select(id => $"{id} was never told to the receiver");
    }
}
