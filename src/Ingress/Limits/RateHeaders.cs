using System.Security.Claims;
using Workers.Ingress.Access;

namespace Workers.Ingress.Limits;

/// <summary>
/// Tells callers their rate on each answer of a route that submits (draft-ietf-httpapi-ratelimit-headers).
/// </summary>
internal static class RateHeaders
{
    public const string PolicyHeader = "RateLimit-Policy";
    public const string StandingHeader = "RateLimit";
    private const string Policy = "\"submit\"";

    public static async ValueTask<object?> WriteAsync(
        EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var result = await next(context);
        var http = context.HttpContext;
        var rate = http.RequestServices.GetRequiredService<TenantLimits>()
            .RateOf(http.User.FindFirstValue(Caller.TenantClaim)!);
        var (left, resetIn) = rate.Standing();
        var window = rate.Rate.Burst / rate.Rate.PerSecond;
        http.Response.Headers[PolicyHeader] = $"{Policy};q={rate.Rate.Burst};w={window}";
        http.Response.Headers[StandingHeader] = $"{Policy};r={left};t={resetIn}";
        return result;
    }
}
