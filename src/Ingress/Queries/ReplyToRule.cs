using System.Buffers;
using Workers.Hosting.Options;

namespace Workers.Ingress.Queries;

/// <summary>Where a query may send its reply: a plain address of a host that its tenant's list names.</summary>
internal static class ReplyToRule
{
    // What .NET's parser would trim, turn round or escape: the address that is checked must be the one that is written.
    private static readonly SearchValues<char> Unclear = SearchValues.Create(" \\\"<>^`{|}");

    /// <summary>What is wrong with it, or null.</summary>
    /// <param name="text">The address.</param>
    /// <param name="tenant">Whose list and secrets count.</param>
    /// <param name="allowPrivate">True in tests and closed networks: any address and port, http too.</param>
    public static string? Fault(string text, TenantOptions tenant, bool allowPrivate)
    {
        if (!TryRead(text, allowPrivate, out var address))
            return "replyTo must be an absolute https address.";
        if (text.Contains('#'))
            return "replyTo must have no fragment.";
        if (Authority(text).Contains('@'))
            return "replyTo must have no user.";
        if (tenant.Webhook.Secrets.Count == 0)
            return "replyTo needs a secret to sign with, and this tenant has none.";
        return tenant.Allows(address, allowPrivate) ? null : "replyTo must name a host and port of this tenant's list.";
    }

    private static bool TryRead(string text, bool allowHttp, out Uri address)
    {
        address = null!;
        var isClear = !text.AsSpan().ContainsAny(Unclear) && !text.Any(c => char.IsControl(c) || char.IsWhiteSpace(c));
        var isWeb = text.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
            || (allowHttp && text.StartsWith("http://", StringComparison.OrdinalIgnoreCase));
        return isClear && isWeb && Uri.TryCreate(text, UriKind.Absolute, out address!) && address.Host.Length > 0;
    }

    private static ReadOnlySpan<char> Authority(string text)
    {
        var rest = text.AsSpan(text.IndexOf("://", StringComparison.Ordinal) + 3);
        var end = rest.IndexOfAny('/', '?', '#');
        return end < 0 ? rest : rest[..end];
    }
}
