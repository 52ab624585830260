using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Workers.Contracts.Webhooks;
using Workers.Conversations;

namespace Workers.Worker.Delivery;

/// <summary>A query's end as the webhook tells it: the same bytes in every attempt.</summary>
internal static class WebhookBody
{
    // The body is application/json and never part of a page: text stays readable.
    private static readonly JsonSerializerOptions Options =
        new(WebhookJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonTypeInfo<WebhookEvent> Event =
        (JsonTypeInfo<WebhookEvent>)Options.GetTypeInfo(typeof(WebhookEvent));

    public static byte[] Of(EndedQuery query) => JsonSerializer.SerializeToUtf8Bytes(
        new WebhookEvent(WebhookTypes.Prefix + query.Status.Name(), query.EndedAt, Data(query)), Event);

    private static WebhookData Data(EndedQuery query) => new()
    {
        Id = query.Id.ToString(),
        ConversationId = query.Content.ConversationId,
        Sequence = query.Sequence,
        Status = query.Status.Name(),
        Reply = query.Reply is { } text ? new WebhookReply(text) : null,
        Error = query.Error is { } error ? new WebhookError(error.Code, error.Detail) : null,
        Metadata = query.Content.Metadata,
        SubmittedAt = query.SubmittedAt,
        EndedAt = query.EndedAt,
    };
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(UtcMilliseconds)])]
[JsonSerializable(typeof(WebhookEvent))]
internal sealed partial class WebhookJson : JsonSerializerContext;
