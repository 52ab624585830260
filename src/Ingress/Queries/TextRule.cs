using System.Globalization;

namespace Workers.Ingress.Queries;

/// <summary>What a customer's message may be.</summary>
internal static class TextRule
{
    private const int Longest = 16_000;

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
