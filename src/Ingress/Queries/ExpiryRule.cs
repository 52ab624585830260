using System.Globalization;
using System.Text.RegularExpressions;

namespace Workers.Ingress.Queries;

/// <summary>Reads <c>expiresAt</c>: an RFC 3339 time with its offset.</summary>
internal static partial class ExpiryRule
{
    /// <summary>The longest that fits the form.</summary>
    public const int Longest = 58;

    /// <summary>The form as a regular expression of JSON Schema.</summary>
    public const string Pattern = "^" + Time + "(" + Fraction + ")?(" + Offset + ")$";

    private const string Time = "[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}";
    private const string Fraction = @"\.[0-9]{1,32}";
    private const string Offset = "[Zz]|[+-][0-9]{2}:[0-9]{2}";

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

    [GeneratedRegex("^(?<time>" + Time + ")(?<fraction>" + Fraction + ")?(?<offset>" + Offset + @")\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
