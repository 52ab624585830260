using System.Text.Json;
using Workers.Ingress.Body;
using Workers.Ingress.Conversations;
using Workers.Ingress.Problems;

namespace Workers.Ingress.Queries;

/// <summary>
/// Reads a submission and notes what is wrong with it for ever. What can become wrong later (a time that passes, a
/// list of hosts that changes) is the matter of <see cref="PassingRules"/>: a replay of what was once accepted must
/// not meet it.
/// </summary>
internal static class SubmitReader
{
    private const string ConversationId = "conversationId";
    private const string Text = "text";
    private const string ReplyTo = "replyTo";
    private const string Metadata = "metadata";
    private const string ExpiresAt = "expiresAt";

    public static SubmitRequest Read(JsonElement body, FieldErrors errors)
    {
        var members = JsonMembers.Read(body, errors, ConversationId, Text, ReplyTo, Metadata, ExpiresAt);
        var isObject = body.ValueKind == JsonValueKind.Object;
        return new SubmitRequest
        {
            ConversationId = Required(members, ConversationId, isObject, ConversationIdRule.Fault, errors),
            Text = Required(members, Text, isObject, TextRule.Fault, errors),
            ReplyTo = members.Text(ReplyTo),
            Metadata = members.TryGet(Metadata, out var pairs) ? MetadataRule.Read(pairs, Metadata, errors) : null,
            ExpiresAt = Checked(members.Text(ExpiresAt), ExpiresAt, ExpiryRule.Fault, errors),
        };
    }

    private static string Required(
        JsonMembers members, string name, bool isObject, Func<string, string?> fault, FieldErrors errors)
    {
        if (isObject && !members.TryGet(name, out _))
            errors.Add(name, $"{name} is required.");
        return Checked(members.Text(name), name, fault, errors) ?? "";
    }

    private static string? Checked(string? value, string name, Func<string, string?> fault, FieldErrors errors)
    {
        if (value is not null)
            errors.Add(name, fault(value));
        return value;
    }
}
