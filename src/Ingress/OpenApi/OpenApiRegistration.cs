using Microsoft.AspNetCore.OpenApi;
using Workers.Ingress.Json;
using Workers.Ingress.OpenApi.Routes;
using Workers.Ingress.OpenApi.Schemas;

namespace Workers.Ingress.OpenApi;

/// <summary>The description of all routes for programs, <c>/openapi/v1.json</c>, and the page for people.</summary>
internal static class OpenApiRegistration
{
    public static IServiceCollection AddApiDocument(this IServiceCollection services) => services
        .AddSingleton<ApiDocument>()
        .ConfigureHttpJsonOptions(json =>
        {
            // Answers are described by the options that write them.
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, IngressJson.Wire);
            json.SerializerOptions.NumberHandling = IngressJson.Wire.Options.NumberHandling;
        })
        .AddOpenApi(ApiDocument.Name, Describe);

    public static void MapApiDocument(this WebApplication app)
    {
        var open = app.MapGroup("/openapi").AllowAnonymous();
        open.ExcludeFromDescription()
            .DisableRequestTimeout(); // it needs no store, and is made when it is first asked for
        open.MapRead("/v1.json", (ApiDocument document, CancellationToken cancellation) =>
            document.AnswerAsync(cancellation));
        app.MapReferencePage();
    }

    /// <summary>Gives each route of a group what the document says of it.</summary>
    public static void Describe(this RouteGroupBuilder v1) =>
        ((IEndpointConventionBuilder)v1).Finally(RouteDescriptions.Attach);

    private static void Describe(OpenApiOptions document)
    {
        document.AddSchemaTransformer<AnswerSchemas>();
        document.AddOperationTransformer<OperationWriter>();
        document.AddDocumentTransformer<DocumentHead>();
        document.AddDocumentTransformer<AbsentMembers>();
    }
}
