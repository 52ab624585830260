using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Workers.Ingress.OpenApi.Schemas;

/// <summary>Takes back what the framework says of optional records: they may be absent, they are never null.</summary>
internal sealed class AbsentMembers : IOpenApiDocumentTransformer
{
    private static readonly Dictionary<string, IOpenApiSchema> None = [];

    public Task TransformAsync(
        OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        foreach (var members in document.Components!.Schemas!.Values.Select(schema => schema.Properties ?? None))
            foreach (var (name, schema) in members.ToArray())
                if (schema.OneOf is [{ Type: JsonSchemaType.Null }, OpenApiSchemaReference record])
                    members[name] = record;
        return Task.CompletedTask;
    }
}
