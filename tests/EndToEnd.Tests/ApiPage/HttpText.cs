using System.Text.Json;
using System.Text.RegularExpressions;

namespace Workers.EndToEnd.Tests.ApiPage;

/// <summary>An HTTP answer as text: its first line, its headers, its body.</summary>
internal sealed partial record HttpText(string Status, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public static HttpText Parse(string text)
    {
        var parts = text.ReplaceLineEndings("\n").Split("\n\n", 2);
        var head = parts[0].Split('\n');
        var headers = head[1..].Select(line => line.Split(": ", 2))
            .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);
        return new HttpText(head[0], headers, parts.Length > 1 ? parts[1].Trim() : "");
    }

    /// <summary>The first id of a query or a delivery that it shows.</summary>
    public string? Id => FirstId().Match(Body) is { Success: true } match ? match.Groups[1].Value : null;

    /// <summary>Where an answer is not what this one promises; it may have more headers.</summary>
    public IEnumerable<string> Differences(HttpText actual) =>
    [
        .. Status == actual.Status ? (string[])[] : [$"{actual.Status}, not {Status}"],
        .. Headers.Where(header => !Shape.Fits(header.Value, actual.Headers.GetValueOrDefault(header.Key) ?? ""))
            .Select(header => $"{header.Key} is {actual.Headers.GetValueOrDefault(header.Key) ?? "absent"}"),
        .. Body.StartsWith('{') && actual.Body.StartsWith('{')
            ? Shape.Differences("$", JsonDocument.Parse(Body).RootElement, JsonDocument.Parse(actual.Body).RootElement)
            : Shape.Fits(Body, actual.Body) ? [] : [$"the body is {actual.Body}"],
    ];

    [GeneratedRegex("\"((?:q|msg)_[0-9a-f]+)\"")]
    private static partial Regex FirstId();
}
