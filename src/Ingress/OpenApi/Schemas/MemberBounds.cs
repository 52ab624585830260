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
internal static class MemberBounds
{
    private const int LongestSentence = 1000;

    private static readonly Dictionary<(Type Type, string Member), Func<OpenApiSchema>> Special = new()
    {
        [(typeof(ConversationAnswer), "id")] = Bounds.ConversationId,
        [(typeof(DeliveryAnswer), "id")] = Bounds.DeliveryId,
        [(typeof(DeliveryAnswer), "status")] = Bounds.DeliveryStatusWord,
        [(typeof(DeliveryItem), "id")] = Bounds.DeliveryId,
        [(typeof(DeliveryItem), "status")] = Bounds.DeliveryStatusWord,
        [(typeof(RedeliveryAnswer), "id")] = Bounds.DeliveryId,
        [(typeof(RedeliveryAnswer), "status")] = Bounds.DeliveryStatusWord,
        [(typeof(ReplyAnswer), "text")] = () => Bounds.Text(WebhookReply.Longest, least: 0),
        [(typeof(WebhookReply), "text")] = () => Bounds.Text(WebhookReply.Longest, least: 0),
        [(typeof(ErrorAnswer), "code")] = QueryErrorWord,
        [(typeof(WebhookError), "code")] = QueryErrorWord,
        [(typeof(AttemptItem), "code")] = () => Bounds.Integer(100, 999),
        [(typeof(AttemptItem), "error")] = () => Bounds.Text(64, "^[a-z_]+$"),
        [(typeof(WebhookEvent), "type")] = () => Bounds.OneOf(WebhookTypes.All),
        [(typeof(WebhookData), "status")] = () =>
            Bounds.OneOf(Enum.GetValues<QueryStatus>().Where(status => status.HasEnded()).Select(status => status.Name())),
        [(typeof(Problem), "type")] = () => Bounds.Text(100, "^" + Refusals.Prefix + "[a-z-]+$"),
        [(typeof(Problem), "status")] = () => Bounds.Integer(400, 599),
        [(typeof(ErasureAnswer), "turns")] = Count,
        [(typeof(ErasureAnswer), "deliveries")] = Count,
    };

    private static readonly Dictionary<string, Func<OpenApiSchema>> Usual = new()
    {
        ["id"] = Bounds.QueryId,
        ["queryId"] = Bounds.QueryId,
        ["redriveOf"] = Bounds.QueryId,
        ["conversationId"] = Bounds.ConversationId,
        ["sequence"] = () => Bounds.Integer(1, long.MaxValue),
        ["position"] = Count,
        ["attempts"] = Count,
        ["queries"] = Count,
        ["deadLetters"] = Count,
        ["durationMs"] = Count,
        ["status"] = Bounds.QueryStatusWord,
        ["text"] = () => Bounds.Text(TextRule.Longest),
        ["metadata"] = Bounds.Metadata,
        ["submittedAt"] = Bounds.Moment,
        ["startedAt"] = Bounds.Moment,
        ["endedAt"] = Bounds.Moment,
        ["nextAttemptAt"] = Bounds.Moment,
        ["at"] = Bounds.Moment,
        ["timestamp"] = Bounds.Moment,
        ["code"] = () => Bounds.Integer(200, 599),
        ["host"] = () => Bounds.Text(255),
        ["next"] = () => Bounds.Text(64, PageCursor.Pattern),
        ["title"] = () => Bounds.Text(LongestSentence),
        ["detail"] = () => Bounds.Text(LongestSentence, least: 0),
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

    private static OpenApiSchema Count() => Bounds.Integer(0, int.MaxValue);

    private static OpenApiSchema QueryErrorWord() => Bounds.OneOf(QueryErrors.Codes);

    private static OpenApiSchema FieldSentences() => new()
    {
        Type = JsonSchemaType.Object,
        AdditionalProperties = new OpenApiSchema
        {
            Type = JsonSchemaType.Array, MaxItems = 100, Items = Bounds.Text(LongestSentence),
        },
    };
}
