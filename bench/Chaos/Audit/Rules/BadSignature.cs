namespace Workers.Chaos.Audit.Rules;

/// <summary>Each webhook is signed by the tenant's secret.</summary>
internal sealed class BadSignature : Rule
{
    public override string Name => "bad signature";

    public override IEnumerable<string> Offences(Records records) => records.Notices.Where(notice => !notice.IsSigned)
        .Select(notice => $"the webhook {notice.WebhookId} of {notice.At:O} is not signed as it must be");
}
