using Microsoft.OpenApi;
using Workers.Hosting.Options;
using Workers.Ingress.Queries;

namespace Workers.Ingress.OpenApi.Schemas;

/// <summary>
/// The bodies that routes take. They are read member by member and not into a type, so their schemas are written here;
/// a test holds them to what the reader knows and to what the rules say.
/// </summary>
internal static class RequestSchemas
{
    public const string Query = "SubmitRequest";
    public const string Item = "BatchItem";
    public const string Batch = "BatchRequest";

    public static void AddTo(OpenApiDocument document)
    {
        document.AddComponent(Query, Submission());
        var item = Submission();
        item.Properties![SubmitReader.Key] = Described(
            OrNull(Bounds.Text(IdempotencyKey.Longest, IdempotencyKey.Pattern)),
            "As the header Idempotency-Key of a single submission.");
        document.AddComponent(Item, item);
        document.AddComponent(Batch, Object([BatchEndpoint.Queries], new()
        {
            [BatchEndpoint.Queries] = new OpenApiSchema
            {
                Type = JsonSchemaType.Array,
                MinItems = 1,
                MaxItems = BatchEndpoint.Most,
                Items = new OpenApiSchemaReference(Item, document),
            },
        }));
    }

    private static OpenApiSchema Submission() => Object([SubmitReader.ConversationId, SubmitReader.Text], new()
    {
        [SubmitReader.ConversationId] = Described(Bounds.ConversationId(),
            "The conversation in your own words; its queries are answered one after the other."),
        [SubmitReader.Text] = Described(Bounds.QueryText(),
            "The customer's message: not only white space, no control characters but tab, line feed, carriage return."),
        [SubmitReader.ReplyTo] = Described(OrNull(Address()),
            "Where the reply is sent instead of the account's webhook: https, a host of the account's list."),
        [SubmitReader.Metadata] = Described(OrNull(Pairs()),
            "Your own pairs; they come back with the reply. A pair whose value is null is left out."),
        [SubmitReader.ExpiresAt] = Described(OrNull(Expiry()),
            "A time in the future; a query that has not ended by then ends as expired."),
    });

    private static OpenApiSchema Address() =>
        new() { Type = JsonSchemaType.String, Format = "uri", MaxLength = WebhookAddress.Longest };

    private static OpenApiSchema Pairs()
    {
        var pairs = Bounds.Metadata();
        OrNull((OpenApiSchema)pairs.AdditionalProperties!);
        return pairs;
    }

    private static OpenApiSchema Expiry()
    {
        var time = Bounds.Text(ExpiryRule.Longest, ExpiryRule.Pattern);
        time.Format = "date-time";
        return time;
    }

    private static OpenApiSchema OrNull(OpenApiSchema schema)
    {
        schema.Type |= JsonSchemaType.Null;
        return schema;
    }

    private static OpenApiSchema Described(OpenApiSchema schema, string description)
    {
        schema.Description = description;
        return schema;
    }

    private static OpenApiSchema Object(HashSet<string> required, Dictionary<string, IOpenApiSchema> members) => new()
    {
        Type = JsonSchemaType.Object, Required = required, Properties = members, AdditionalPropertiesAllowed = false,
    };
}
