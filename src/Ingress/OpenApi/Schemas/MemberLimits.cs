using Microsoft.OpenApi;
using Workers.Contracts.Webhooks;
using Workers.Conversations;
using Workers.Ingress.Conversations;
using Workers.Ingress.DeadLetters;
using Workers.Ingress.Deliveries;
using Workers.Ingress.Listing;
using Workers.Ingress.Problems;
using Workers.Ingress.Queries;

namespace Workers.Ingress.OpenApi.Schemas;

/// <summary>The bounds of each member of an answer: by its name, and by its type where a name means several things.</summary>
internal static class MemberLimits
{
    private const int LongestSentence = 1000;

    private static readonly Dictionary<(Type Type, string Member), Func<OpenApiSchema>> Special = new()
    {
        [(typeof(ConversationAnswer), "id")] = Limit.ConversationId,
        [(typeof(DeliveryAnswer), "id")] = Limit.DeliveryId,
        [(typeof(DeliveryAnswer), "status")] = Limit.DeliveryStatusWord,
        [(typeof(DeliveryItem), "id")] = Limit.DeliveryId,
        [(typeof(DeliveryItem), "status")] = Limit.DeliveryStatusWord,
        [(typeof(RedeliveryAnswer), "id")] = Limit.DeliveryId,
        [(typeof(RedeliveryAnswer), "status")] = Limit.DeliveryStatusWord,
        [(typeof(ReplyAnswer), "text")] = () => Limit.Text(WebhookReply.Longest, least: 0),
        [(typeof(WebhookReply), "text")] = () => Limit.Text(WebhookReply.Longest, least: 0),
        [(typeof(ErrorAnswer), "code")] = QueryErrorWord,
        [(typeof(WebhookError), "code")] = QueryErrorWord,
        [(typeof(AttemptItem), "code")] = () => Limit.Integer(100, 999),
        [(typeof(AttemptItem), "error")] = () => Limit.Text(64, "^[a-z_]+$"),
        [(typeof(WebhookEvent), "type")] = () => Limit.OneOf(WebhookTypes.All),
        [(typeof(WebhookData), "status")] = () =>
            Limit.OneOf(Enum.GetValues<QueryStatus>().Where(status => status.HasEnded()).Select(status => status.Name())),
        [(typeof(Problem), "type")] = () => Limit.Text(100, "^" + Refusals.Prefix + "[a-z-]+$"),
        [(typeof(Problem), "status")] = () => Limit.Integer(400, 599),
        [(typeof(ErasureAnswer), "turns")] = Count,
        [(typeof(ErasureAnswer), "deliveries")] = Count,
    };

    private static readonly Dictionary<string, Func<OpenApiSchema>> Usual = new()
    {
        ["id"] = Limit.QueryId,
        ["queryId"] = Limit.QueryId,
        ["redriveOf"] = Limit.QueryId,
        ["conversationId"] = Limit.ConversationId,
        ["sequence"] = () => Limit.Integer(1, long.MaxValue),
        ["position"] = Count,
        ["attempts"] = Count,
        ["queries"] = Count,
        ["deadLetters"] = Count,
        ["durationMs"] = Count,
        ["status"] = Limit.QueryStatusWord,
        ["text"] = () => Limit.Text(TextRule.Longest),
        ["metadata"] = Limit.Metadata,
        ["submittedAt"] = Limit.Moment,
        ["startedAt"] = Limit.Moment,
        ["endedAt"] = Limit.Moment,
        ["nextAttemptAt"] = Limit.Moment,
        ["at"] = Limit.Moment,
        ["timestamp"] = Limit.Moment,
        ["code"] = () => Limit.Integer(200, 599),
        ["host"] = () => Limit.Text(255),
        ["next"] = () => Limit.Text(64, PageCursor.Pattern),
        ["title"] = () => Limit.Text(LongestSentence),
        ["detail"] = () => Limit.Text(LongestSentence, least: 0),
        ["errors"] = FieldSentences,
    };

    // Arrays keep the items that the type gives them; these are only the most that there can be.
    private static readonly Dictionary<(Type Type, string Member), int> Most = new()
    {
        [(typeof(BatchAnswer), "results")] = BatchEndpoint.Most,
        [(typeof(DeadLetterList), "items")] = Paging.Most,
        [(typeof(DeliveryList), "items")] = Paging.Most,
        [(typeof(DeliveryItem), "attempts")] = 250,
        [(typeof(ConversationAnswer), "turns")] = 10_000,
        [(typeof(ConversationAnswer), "mailbox")] = 1_000_000,
    };

    /// <summary>The whole schema of a member; null when its type says it all.</summary>
    public static OpenApiSchema? Of(Type type, string member) =>
        Most.ContainsKey((type, member)) ? null
        : (Special.GetValueOrDefault((type, member)) ?? Usual.GetValueOrDefault(member))?.Invoke();

    /// <summary>How many items an array has at most.</summary>
    public static int? MostItems(Type type, string member) =>
        Most.TryGetValue((type, member), out var most) ? most : null;

    private static OpenApiSchema Count() => Limit.Integer(0, int.MaxValue);

    private static OpenApiSchema QueryErrorWord() => Limit.OneOf(QueryErrors.Codes);

    private static OpenApiSchema FieldSentences() => new()
    {
        Type = JsonSchemaType.Object,
        AdditionalProperties = new OpenApiSchema
        {
            Type = JsonSchemaType.Array, MaxItems = 100, Items = Limit.Text(LongestSentence),
        },
    };
}
