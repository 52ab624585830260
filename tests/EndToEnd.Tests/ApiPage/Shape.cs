using System.Text.Json;
using System.Text.RegularExpressions;

namespace Workers.EndToEnd.Tests.ApiPage;

/// <summary>
/// Compares what the page shows with what comes: the same members and the same words, but <c>...</c> stands for anything,
/// a time for any time and a number for any number.
/// </summary>
internal static partial class Shape
{
    public static bool Fits(string shown, string actual) => Time().IsMatch(shown) ? Time().IsMatch(actual)
        : Regex.IsMatch(actual, $"^{Regex.Escape(shown).Replace("\\.\\.\\.", ".+")}$", RegexOptions.Singleline);

    public static IEnumerable<string> Differences(string path, JsonElement shown, JsonElement actual) =>
        shown.ValueKind != actual.ValueKind ? [$"{path} is {actual}"] : shown.ValueKind switch
        {
            JsonValueKind.Object => OfObjects(path, shown, actual),
            JsonValueKind.Array => OfArrays(path, shown, actual),
            JsonValueKind.String when !Fits(shown.GetString()!, actual.GetString()!) => [$"{path} is {actual}"],
            _ => [],
        };

    private static IEnumerable<string> OfObjects(string path, JsonElement shown, JsonElement actual)
    {
        var (expected, there) = (Names(shown), Names(actual));
        return expected.SequenceEqual(there)
            ? expected.SelectMany(name => Differences($"{path}.{name}", shown.GetProperty(name), actual.GetProperty(name)))
            : [$"{path} has {string.Join(' ', there)}"];
    }

    private static IEnumerable<string> OfArrays(string path, JsonElement shown, JsonElement actual) =>
        shown.GetArrayLength() != actual.GetArrayLength() ? [$"{path} has {actual.GetArrayLength()} items: {actual}"]
        : Enumerable.Range(0, shown.GetArrayLength()).SelectMany(i => Differences($"{path}[{i}]", shown[i], actual[i]));

    private static List<string> Names(JsonElement value) => [.. value.EnumerateObject().Select(member => member.Name)];

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")]
    private static partial Regex Time();
}
