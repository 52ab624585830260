using System.Globalization;

namespace Workers.Ingress.Queries;

/// <summary>What a customer's message may be.</summary>
internal static class TextRule
{
    public const int Longest = 16_000;

    /// <summary>
    /// All but the length as a regular expression of JSON Schema: white space, something else, and anything.
    /// </summary>
    public const string Pattern = "^[^" + Controls + @"\S]*[^" + Controls + @"\s][^" + Controls + "]*$";

    private const string Controls = @"\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F";

    /// <summary>What is wrong with it, or null.</summary>
    public static string? Fault(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return "text must not be empty or only white space.";
        if (Length(text) > Longest)
            return string.Create(CultureInfo.InvariantCulture, $"text must have at most {Longest} characters.");
        return text.Any(character => char.IsControl(character) && character is not ('\t' or '\n' or '\r'))
            ? "text must have no control characters but tab, line feed and carriage return."
            : null;
    }

    /// <summary>The length in Unicode code points.</summary>
    public static int Length(string text)
    {
        var length = 0;
        foreach (var _ in text.EnumerateRunes())
            length++;
        return length;
    }
}
