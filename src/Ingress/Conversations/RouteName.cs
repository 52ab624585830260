using Microsoft.AspNetCore.Http.Features;

namespace Workers.Ingress.Conversations;

/// <summary>
/// The conversation that a route names. The server decodes a path once, but for %2F, which would else become a separator.
/// </summary>
internal static class RouteName
{
    private const string Slash = "%2F";
    private const string Percent = "%25";

    /// <summary>Null when it is no conversation's name.</summary>
    public static string? Of(string id, HttpContext context)
    {
        var name = id.Replace(Slash, "/", StringComparison.OrdinalIgnoreCase);
        return ConversationIdRule.IsValid(name) && !HasPercent(context) ? name : null;
    }

    // A %2F of the decoded path may have been sent as %252F, which is a percent sign and no slash; no name has one.
    private static bool HasPercent(HttpContext context) =>
        context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?')[0]
            .Contains(Percent, StringComparison.Ordinal);
}
