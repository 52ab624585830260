using System.Text.Json;
using Workers.Ingress.Problems;

namespace Workers.Ingress.Body;

/// <summary>
/// The members of a JSON object: unknown and repeated ones are errors, those that are null are absent.
/// </summary>
internal sealed class JsonMembers
{
    private const int LongestNameShown = 100;
    private readonly Dictionary<string, JsonElement> _values = new(StringComparer.Ordinal);
    private readonly FieldErrors _errors;

    private JsonMembers(FieldErrors errors) => _errors = errors;

    public static JsonMembers Read(JsonElement element, FieldErrors errors, params ReadOnlySpan<string> known)
    {
        var members = new JsonMembers(errors);
        if (element.ValueKind != JsonValueKind.Object)
        {
            errors.Add(FieldErrors.Body, "The body must be a JSON object.");
            return members;
        }

        foreach (var (name, value) in Pairs(element, FieldErrors.Body, errors))
        {
            if (known.Contains(name))
                members._values[name] = value;
            else
                errors.Add(name[..Math.Min(name.Length, LongestNameShown)], "There is no such member.");
        }

        return members;
    }

    /// <summary>
    /// An object's pairs in the order in which they stand, each name once; faults are noted under a member.
    /// </summary>
    public static List<(string Name, JsonElement Value)> Pairs(JsonElement element, string? member, FieldErrors errors)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var pairs = new List<(string, JsonElement)>();
        foreach (var property in element.EnumerateObject())
        {
            if (Name(property) is not { } name)
                errors.Add(member ?? FieldErrors.Body, "Every name must be Unicode text without lone surrogates.");
            else if (seen.Add(name))
                pairs.Add((name, property.Value));
            else
                errors.Add(member is null or FieldErrors.Body ? name : member, $"No member may stand twice.");
        }

        return pairs;
    }

    public bool TryGet(string name, out JsonElement value) =>
        _values.TryGetValue(name, out value) && value.ValueKind != JsonValueKind.Null;

    /// <summary>A string's text, or null when the member is absent or no string.</summary>
    public string? Text(string name)
    {
        if (!TryGet(name, out var value))
            return null;
        if (value.ValueKind != JsonValueKind.String)
            _errors.Add(name, $"{name} must be a string.");
        else if (Unicode(value) is { } text)
            return text;
        else
            _errors.Add(name, $"{name} must be Unicode text without lone surrogates.");
        return null;
    }

    /// <summary>A JSON string's text, or null when it holds a lone surrogate or bytes that are no UTF-8.</summary>
    public static string? Unicode(JsonElement text)
    {
        try
        {
            return text.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string? Name(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
