using System.Reflection;
using System.Security.Claims;
using Workers.Hosting.Options;

namespace Workers.Ingress.Access;

/// <summary>The tenant in whose name a request comes; an endpoint asks for it as a parameter.</summary>
/// <param name="Tenant">The tenant's id.</param>
/// <param name="Options">The tenant's settings.</param>
internal sealed record Caller(string Tenant, TenantOptions Options)
{
    internal const string TenantClaim = "tenant";

    public static ValueTask<Caller?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var tenant = context.User.FindFirstValue(TenantClaim)
            ?? throw new InvalidOperationException("A route that knows its caller needs the tenant policy.");
        var options = context.RequestServices.GetRequiredService<TenantsOptions>().ById[tenant];
        return ValueTask.FromResult<Caller?>(new Caller(tenant, options));
    }

    internal static ClaimsPrincipal Principal(string tenant, string scheme) =>
        new(new ClaimsIdentity([new Claim(TenantClaim, tenant)], scheme));
}
