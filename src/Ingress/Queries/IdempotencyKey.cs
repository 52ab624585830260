using Microsoft.Extensions.Primitives;

namespace Workers.Ingress.Queries;

/// <summary>The header by which a caller makes repeating a submission safe.</summary>
internal static class IdempotencyKey
{
    public const string Header = "Idempotency-Key";
    public const string Rule = "Idempotency-Key must be one value of 1 to 255 visible ASCII characters.";
    public const int Longest = 255;

    /// <summary>All but the length as a regular expression of JSON Schema.</summary>
    public const string Pattern = "^[!-~]+$";

    /// <summary>False for a header that is no key; a null key means that there is no header.</summary>
    public static bool TryRead(StringValues header, out string? key)
    {
        key = header.Count == 0 ? null : Unquoted(header[0] ?? "");
        return header.Count == 0
            || (header.Count == 1 && key!.Length is >= 1 and <= Longest && key.All(c => c is > ' ' and <= '~'));
    }

    private static string Unquoted(string value) => value is ['"', .. var inner, '"']
        ? inner.Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal)
        : value;
}
