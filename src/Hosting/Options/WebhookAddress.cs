using System.Buffers;

namespace Workers.Hosting.Options;

/// <summary>What any address must be that webhooks go to, whoever names it: a caller or the operator.</summary>
public static class WebhookAddress
{
    /// <summary>The longest, in code points.</summary>
    public const int Longest = 2048;

    // What .NET's parser would trim, turn round or escape: the address that is checked must be the one that is written.
    private static readonly SearchValues<char> Unclear = SearchValues.Create(" \\\"<>^`{|}");

    /// <summary>What is wrong with it, as a sentence that lacks its subject and its full stop; or null.</summary>
    /// <param name="text">The address as it was written.</param>
    /// <param name="allowHttp">
    /// <see cref="WebhooksOptions.DangerousAllowPrivateAddresses"/>: in tests and closed networks http will do.
    /// </param>
    public static string? Fault(string text, bool allowHttp)
    {
        if (text.EnumerateRunes().Count() > Longest)
            return $"must have at most {Longest} characters";
        if (!IsClear(text))
            return "must have no white space, control characters or \\ \" < > ^ ` { | }: percent-encode them";
        if (!IsWeb(text, allowHttp) || !Uri.TryCreate(text, UriKind.Absolute, out var address))
            return "must be an absolute https address";
        if (!HasHost(address))
            return "must name a host that can be looked up";
        if (text.Contains('#'))
            return "must have no fragment";
        return Authority(text).Contains('@') ? "must have no user" : null;
    }

    /// <summary>True when the host is an IP address or a name that DNS can hold.</summary>
    internal static bool HasHost(Uri address)
    {
        try
        {
            return address.HostNameType is UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6
                && address.IdnHost.Length is > 0 and <= 253;
        }
        catch (UriFormatException) // a name that has no form in ASCII, which nothing but the property's getter tells
        {
            return false;
        }
    }

    private static bool IsClear(string text) =>
        !text.AsSpan().ContainsAny(Unclear) && !text.Any(c => char.IsControl(c) || char.IsWhiteSpace(c));

    private static bool IsWeb(string text, bool allowHttp) =>
        text.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
        || (allowHttp && text.StartsWith("http://", StringComparison.OrdinalIgnoreCase));

    private static ReadOnlySpan<char> Authority(string text)
    {
        var rest = text.AsSpan(text.IndexOf("://", StringComparison.Ordinal) + 3);
        var end = rest.IndexOfAny('/', '?', '#');
        return end < 0 ? rest : rest[..end];
    }
}
