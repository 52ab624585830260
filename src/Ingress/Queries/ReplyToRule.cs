using Workers.Hosting.Options;

namespace Workers.Ingress.Queries;

/// <summary>Where a query may send its reply: a plain address of a host that its tenant's list names.</summary>
internal static class ReplyToRule
{
    /// <summary>What is wrong with it, or null.</summary>
    /// <param name="text">The address.</param>
    /// <param name="tenant">Whose list and secrets count.</param>
    /// <param name="allowPrivate">True in tests and closed networks: any address and port, http too.</param>
    public static string? Fault(string text, TenantOptions tenant, bool allowPrivate)
    {
        if (WebhookAddress.Fault(text, allowPrivate) is { } fault)
            return $"replyTo {fault}.";
        if (tenant.Webhook.Secrets.Count == 0)
            return "replyTo needs a secret to sign with, and this tenant has none.";
        return tenant.Allows(new Uri(text), allowPrivate)
            ? null
            : "replyTo must name a host and port of this tenant's list.";
    }
}
