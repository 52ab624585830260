namespace Workers.Ingress.Tests.Contract;

/// <summary>Writes JSON as callers do, also what no serializer would write.</summary>
internal static class Json
{
    /// <summary>A query that keeps to all rules.</summary>
    public static string Good { get; } = Query("text", "\"Where is my order?\"");

    /// <summary>A good query but for one member.</summary>
    public static string Query(string member, string value)
    {
        var members = new Dictionary<string, string> { ["conversationId"] = "\"c\"", ["text"] = "\"x\"" };
        members[member] = value;
        return Object(members.Select(pair => (pair.Key, pair.Value)));
    }

    public static string Batch(params IEnumerable<string> queries) => $$"""{"queries":[{{string.Join(',', queries)}}]}""";

    /// <summary>A string of so many times the same text.</summary>
    public static string Text(string text, int times = 1) => $"\"{Times(text, times)}\"";

    public static string Times(string text, int count) => string.Concat(Enumerable.Repeat(text, count));

    /// <summary>An object of so many pairs.</summary>
    public static string Pairs(int count, string value = "\"v\"") =>
        Object(Enumerable.Range(0, count).Select(i => ($"k{i}", value)));

    private static string Object(IEnumerable<(string Name, string Value)> members) =>
        "{" + string.Join(',', members.Select(member => $"\"{member.Name}\":{member.Value}")) + "}";
}
