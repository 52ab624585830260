using System.Text.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Workers.Contracts.Webhooks;
using Workers.Ingress.Json;
using Workers.Ingress.OpenApi.Schemas;

namespace Workers.Ingress.OpenApi;

/// <summary>The webhooks in the document: what your receiver gets, and what its answers do.</summary>
internal static class Webhooks
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new UtcMillisConverter() },
    };

    public static async Task AddAsync(
        OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellation)
    {
        var schema = await context.GetOrCreateSchemaAsync(typeof(WebhookEvent), null, cancellation);
        document.AddComponent(nameof(WebhookEvent), schema);
        document.Webhooks = WebhookTypes.All.ToDictionary(type => type, IOpenApiPathItem (type) => new OpenApiPathItem
        {
            Operations = new Dictionary<HttpMethod, OpenApiOperation> { [HttpMethod.Post] = Operation(type, document) },
        });
    }

    private static OpenApiOperation Operation(string type, OpenApiDocument document) => new()
    {
        Summary = $"A query has ended: {type}",
        Description = "Signed as Standard Webhooks 1.0 says. It may come more than once, always under one webhook-id; "
            + "order is not promised, `sequence` tells it.",
        OperationId = "on" + string.Concat(type.Split('.').Select(word => char.ToUpperInvariant(word[0]) + word[1..])),
        Security = [],
        Parameters =
        [
            Header("webhook-id", "One for a query's end, the same in every attempt.", Bounds.DeliveryId()),
            Header("webhook-timestamp", "The second of this attempt, Unix time.", Bounds.Text(12, "^[0-9]+$")),
            Header("webhook-signature", "`v1,` and the base64 HMAC-SHA256 of id.timestamp.body, one entry for each secret, "
                + "separated by spaces.", Bounds.Text(4096, "^v1,")),
        ],
        RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/json"] = new()
                {
                    Schema = new OpenApiSchemaReference(nameof(WebhookEvent), document),
                    Example = JsonSerializer.SerializeToNode(Samples.Ended(type), Json),
                },
            },
        },
        Responses = new OpenApiResponses
        {
            ["2XX"] = new OpenApiResponse { Description = "Delivered; the body is not looked at" },
            ["410"] = new OpenApiResponse
            {
                Description = "Not wanted: nothing is sent to this address for a day, or until a redelivery succeeds",
            },
            ["default"] = new OpenApiResponse { Description = "Tried again by the schedule; redirects are not followed" },
        },
    };

    private static OpenApiParameter Header(string name, string description, OpenApiSchema schema) => new()
    {
        In = ParameterLocation.Header, Name = name, Description = description, Required = true, Schema = schema,
    };
}
