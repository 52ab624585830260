using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Workers.Hosting.Options;
using Workers.Ingress.Access;
using Workers.Ingress.OpenApi.Schemas;

namespace Workers.Ingress.OpenApi;

/// <summary>What the document says of the API as a whole: its name, its keys, its webhooks.</summary>
internal sealed class DocumentHead(IngressOptions options) : IOpenApiDocumentTransformer
{
    private const string About = """
        Submit a customer's message as a query and get 202; the agent's reply comes by webhook, or by polling. Queries of
        one conversation are answered one after the other, in the order in which they were accepted. Errors are problems
        as in RFC 9457; `type` is for programs. In requests unknown members are refused, and null is the same as absent.
        """;

    public async Task TransformAsync(
        OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Workers",
            Version = "1",
            Description = About.ReplaceLineEndings(" "),
            License = new OpenApiLicense { Name = "Apache 2.0", Identifier = "Apache-2.0" },
        };
        document.Servers = [Server()];
        document.Tags = Groups.All.Select(group => new OpenApiTag { Name = group.Name, Description = group.About })
            .ToHashSet();
        document.AddComponent("bearer", new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "An API key of the tenant.",
        });
        document.AddComponent("apiKey", new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = PresentedKey.Header,
            Description = "The same key in a header of its own; one of both is enough.",
        });
        document.Security = [Needs("bearer", document), Needs("apiKey", document)];
        RequestSchemas.AddTo(document);
        await Webhooks.AddAsync(document, context, cancellationToken);
    }

    private OpenApiServer Server() => new()
    {
        Url = options.PublicBaseUrl?.AbsoluteUri.TrimEnd('/') ?? "/",
        Description = "This server, in production as in tests",
        Extensions = new Dictionary<string, IOpenApiExtension>
        {
            ["x-internal"] = new JsonNodeExtension(JsonValue.Create(false)),
        },
    };

    private static OpenApiSecurityRequirement Needs(string scheme, OpenApiDocument document) =>
        new() { [new OpenApiSecuritySchemeReference(scheme, document)] = [] };
}
