using Workers.Conversations;
using Workers.Hosting.Options;

namespace Workers.Worker.Delivery;

/// <summary>Finds a reply's address: the query's own, if the tenant still lists its host, else the tenant's.</summary>
internal sealed class Targets(TenantsOptions tenants, WebhooksOptions options)
{
    public Target Of(EndedQuery query)
    {
        if (!tenants.ById.TryGetValue(query.Tenant, out var tenant))
            return new Target.Nowhere(Errors.TenantGone);
        if (Url(tenant, query.Content.ReplyTo) is not { } url)
            return new Target.Nowhere(Errors.AddressGone);
        return tenant.Webhook.Secrets is { Count: > 0 } secrets
            ? new Target.Address(url, secrets) { IsInOrder = tenant.Webhook.InOrder }
            : new Target.Nowhere(Errors.SecretGone);
    }

    /// <summary>The tenant's own address, if it has one: most replies go there.</summary>
    public Uri? OwnOf(string tenant) => tenants.ById.GetValueOrDefault(tenant)?.Webhook.Url;

    private Uri? Url(TenantOptions tenant, string? replyTo)
    {
        if (replyTo is null)
            return tenant.Webhook.Url;
        var allowPrivate = options.DangerousAllowPrivateAddresses;
        if (WebhookAddress.Fault(replyTo, allowPrivate) is not null)
            return null;
        var url = new Uri(replyTo);
        return tenant.Allows(url, allowPrivate) ? url : null;
    }
}
