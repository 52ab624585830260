using System.Globalization;
using System.Text.RegularExpressions;

namespace Workers.Ingress.Queries;

/// <summary>Reads <c>expiresAt</c>: an RFC 3339 time with its offset.</summary>
internal static partial class ExpiryRule
{
    /// <summary>What is wrong with it for ever, or null.</summary>
    public static string? Fault(string text) => Read(text) is null
        ? "expiresAt must be an RFC 3339 time with an offset, such as 2026-12-01T10:00:00Z."
        : null;

    /// <summary>The instant; null when the text is no such time. Digits below a tick are cut off.</summary>
    public static DateTimeOffset? Read(string text)
    {
        if (Form().Match(text) is not { Success: true } match)
            return null;
        var fraction = match.Groups["fraction"].Value;
        var known = string.Concat(match.Groups["time"].ValueSpan, fraction.AsSpan(0, Math.Min(fraction.Length, 8)),
            match.Groups["offset"].ValueSpan).ToUpperInvariant();
        return DateTimeOffset.TryParse(
            known, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var time) ? time : null;
    }

    [GeneratedRegex(@"^(?<time>[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2})"
        + @"(?<fraction>\.[0-9]+)?(?<offset>[Zz]|[+-][0-9]{2}:[0-9]{2})\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
