using System.Text.RegularExpressions;

namespace Workers.Ingress.Conversations;

/// <summary>What a conversation may be called.</summary>
internal static partial class ConversationIdRule
{
    public const int Longest = 128;

    /// <summary>The same as a regular expression of JSON Schema.</summary>
    public const string Pattern = "^" + Characters + "$";

    private const string Characters = "[A-Za-z0-9][A-Za-z0-9._:@/-]{0,127}";

    public static bool IsValid(string id) => Form().IsMatch(id);

    /// <summary>What is wrong with it, or null.</summary>
    public static string? Fault(string id) => IsValid(id) ? null
        : "conversationId must be 1 to 128 ASCII letters, digits or . _ : @ / -, the first a letter or digit.";

    [GeneratedRegex("^" + Characters + @"\z")]
    private static partial Regex Form();
}
