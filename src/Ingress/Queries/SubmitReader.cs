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
    public const string ConversationId = "conversationId";
    public const string Text = "text";
    public const string ReplyTo = "replyTo";
    public const string Metadata = "metadata";
    public const string ExpiresAt = "expiresAt";
    public const string Key = "idempotencyKey";

    public static SubmitRequest Read(JsonElement body, FieldErrors errors) => Of(
        JsonMembers.Read(body, errors, ConversationId, Text, ReplyTo, Metadata, ExpiresAt),
        body.ValueKind == JsonValueKind.Object, errors);

    /// <summary>A query of a batch, and its Idempotency-Key.</summary>
    public static (SubmitRequest Request, string? Key) ReadItem(JsonElement item, FieldErrors errors)
    {
        var members = JsonMembers.Read(item, errors, ConversationId, Text, ReplyTo, Metadata, ExpiresAt, Key);
        var key = members.Text(Key);
        if (key is not null && !IdempotencyKey.TryRead(key, out key))
            errors.Add(Key, IdempotencyKey.Rule);
        return (Of(members, item.ValueKind == JsonValueKind.Object, errors), key);
    }

    private static SubmitRequest Of(JsonMembers members, bool isObject, FieldErrors errors)
    {
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
