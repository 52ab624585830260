using System.Globalization;
using System.Text.Json;
using Workers.Ingress.Body;
using Workers.Ingress.Problems;

namespace Workers.Ingress.Queries;

/// <summary>The caller's own pairs: few, short, each key once.</summary>
internal static class MetadataRule
{
    public const int MostPairs = 16;
    public const int LongestKey = 64;
    public const int LongestValue = 512;

    public static Dictionary<string, string>? Read(JsonElement element, string member, FieldErrors errors)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            errors.Add(member, "metadata must be an object of strings.");
            return null;
        }

        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in JsonMembers.Pairs(element, member, errors))
        {
            if (value.ValueKind == JsonValueKind.Null)
                continue;
            errors.Add(member, Fault(key, value));
            if (value.ValueKind == JsonValueKind.String)
                pairs[key] = JsonMembers.Unicode(value) ?? "";
        }

        errors.Add(member, pairs.Count > MostPairs ? Sentence($"metadata must have at most {MostPairs} pairs.") : null);
        return pairs;
    }

    private static string? Fault(string key, JsonElement value)
    {
        if (TextRule.Length(key) is 0 or > LongestKey)
            return Sentence($"Each key of metadata must have 1 to {LongestKey} characters.");
        if (value.ValueKind != JsonValueKind.String)
            return "Each value of metadata must be a string.";
        if (JsonMembers.Unicode(value) is not { } text)
            return "Each value of metadata must be Unicode text without lone surrogates.";
        return TextRule.Length(text) > LongestValue
            ? Sentence($"Each value of metadata must have at most {LongestValue} characters.")
            : null;
    }

    private static string Sentence(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
