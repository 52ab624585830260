using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Workers.Conversations;
using Workers.Hosting.Options;
using Workers.Ingress.Conversations;
using Workers.Ingress.Queries;

namespace Workers.Ingress.OpenApi.Schemas;

/// <summary>Small schemas, each with its bounds; the bounds are the constants of the rules that are enforced.</summary>
internal static class Bounds
{
    public static OpenApiSchema QueryId() => Text(36, Workers.Conversations.QueryId.Pattern);

    public static OpenApiSchema DeliveryId() => Text(38, Workers.Conversations.QueryId.DeliveryPattern);

    public static OpenApiSchema ConversationId() => Text(ConversationIdRule.Longest, ConversationIdRule.Pattern);

    /// <summary>What was asked.</summary>
    public static OpenApiSchema QueryText() => Text(TextRule.Longest, TextRule.Pattern);

    /// <summary>A time of an answer: always UTC, always milliseconds.</summary>
    public static OpenApiSchema Moment()
    {
        var schema = Text(24, "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z$");
        schema.Format = "date-time";
        return schema;
    }

    public static OpenApiSchema Metadata() => new()
    {
        Type = JsonSchemaType.Object,
        MaxProperties = MetadataRule.MostPairs,
        PropertyNames = Text(MetadataRule.LongestKey),
        AdditionalProperties = Text(MetadataRule.LongestValue, least: 0),
    };

    public static OpenApiSchema Text(int longest, string? pattern = null, int least = 1) => new()
    {
        Type = JsonSchemaType.String, MinLength = pattern is null ? least : null, MaxLength = longest, Pattern = pattern,
    };

    public static OpenApiSchema UriReference() =>
        new() { Type = JsonSchemaType.String, Format = "uri-reference", MaxLength = WebhookAddress.Longest };

    public static OpenApiSchema Integer(long least, long most) => new()
    {
        Type = JsonSchemaType.Integer,
        Format = most > int.MaxValue ? "int64" : "int32",
        Minimum = least.ToString(CultureInfo.InvariantCulture),
        Maximum = most.ToString(CultureInfo.InvariantCulture),
    };

    public static OpenApiSchema OneOf(IEnumerable<string> words) => new()
    {
        Type = JsonSchemaType.String, Enum = [.. words.Select(word => (JsonNode)word)],
    };

    public static OpenApiSchema QueryStatusWord() =>
        OneOf(Enum.GetValues<QueryStatus>().Select(status => status.Name()));

    public static OpenApiSchema DeliveryStatusWord() =>
        OneOf(Enum.GetValues<DeliveryStatus>().Select(status => status.Name()));
}
