namespace Workers.Chaos.Audit.Rules;

/// <summary>One submission has one query id, one end has one webhook id and one body, and neither is shared.</summary>
internal sealed class TwoIds : Rule
{
    public override string Name => "two ids";

    public override IEnumerable<string> Offences(Records records) =>
        Shared(records.Receipts.Select(receipt => ("submission", receipt.Key, "query id", receipt.Id)))
            .Concat(Shared(records.Receipts.Select(receipt => ("query", receipt.Id, "submission", receipt.Key))))
            .Concat(Shared(records.Notices.Select(notice => ("query", notice.QueryId, "webhook id", notice.WebhookId))))
            .Concat(Shared(records.Notices.Select(notice => ("webhook id", notice.WebhookId, "query", notice.QueryId))))
            .Concat(Shared(records.Notices.Select(notice => ("webhook id", notice.WebhookId, "body", notice.Body))))
            .Concat(Shared(records.Endings.Where(reading => reading.WebhookId is not null)
                .Select(reading => ("query", reading.Id, "webhook id", reading.WebhookId!))
                .Concat(records.Notices.Select(notice => ("query", notice.QueryId, "webhook id", notice.WebhookId)))))
            .Distinct();

    private static IEnumerable<string> Shared(IEnumerable<(string Of, string Key, string What, string Value)> pairs) =>
        pairs.Distinct().GroupBy(pair => (pair.Of, pair.Key, pair.What)).Where(group => group.Count() > 1)
            .Select(group => $"{group.Key.Of} {group.Key.Key} has {group.Count()} of {group.Key.What}: "
                + string.Join(", ", group.Select(pair => pair.Value)));
}
