using Workers.Conversations;
using Workers.Hosting.Options;
using Workers.Ingress.Access;
using Workers.Ingress.Problems;

namespace Workers.Ingress.Limits;

/// <summary>How much each tenant may submit: a second, and before some of it has ended.</summary>
internal sealed class TenantLimits(TenantsOptions tenants, ConversationStore store, TimeProvider time)
{
    private readonly Dictionary<string, (RateLimit Rate, BacklogLimit Backlog)> _byTenant = tenants.ById.ToDictionary(
        tenant => tenant.Key,
        tenant => (new RateLimit(store, tenant.Key, tenant.Value.RequestsPerSecond, time),
            new BacklogLimit(
                store, tenant.Key, tenant.Value.MaxBacklog, tenant.Value.RequestsPerSecond, time)));

    /// <summary>Lets a submission in, or says which limit is reached. What was let in must leave.</summary>
    public async ValueTask<Problem?> EnterAsync(Caller caller)
    {
        var (rate, backlog) = _byTenant[caller.Tenant];
        if (await rate.TakeAsync() is { } wait)
            return Refusals.RateReached(wait);
        return await backlog.TryEnterAsync() ? null : Refusals.BacklogFull;
    }

    /// <summary>The store has the submission, or never will.</summary>
    public void Leave(Caller caller) => _byTenant[caller.Tenant].Backlog.Leave();

    /// <summary>A tenant's rate, for the headers that tell it.</summary>
    public RateLimit RateOf(string tenant) => _byTenant[tenant].Rate;
}
