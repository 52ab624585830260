using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Workers.Ingress.OpenApi.Schemas;

/// <summary>
/// Makes of a record's schema what its JSON is: members have their bounds, and are absent where they would be null.
/// </summary>
internal sealed class AnswerSchemas : IOpenApiSchemaTransformer
{
    public Task TransformAsync(
        OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.JsonPropertyInfo is { } member)
            Bound(schema, member);
        if (context.JsonTypeInfo.Kind == JsonTypeInfoKind.Object)
            schema.Required = context.JsonTypeInfo.Properties.Where(IsAlwaysThere).Select(each => each.Name).ToHashSet();
        return Task.CompletedTask;
    }

    private static void Bound(OpenApiSchema schema, JsonPropertyInfo member)
    {
        schema.Type &= ~JsonSchemaType.Null;
        schema.MaxItems = MemberBounds.MostItems(member.DeclaringType, member.Name);
        if (MemberBounds.Of(member.DeclaringType, member.Name) is not { } limit)
            return;
        (schema.Type, schema.Format, schema.Pattern, schema.Enum) = (limit.Type, limit.Format, limit.Pattern, limit.Enum);
        (schema.MinLength, schema.MaxLength) = (limit.MinLength, limit.MaxLength);
        (schema.Minimum, schema.Maximum) = (limit.Minimum, limit.Maximum);
        (schema.MaxProperties, schema.PropertyNames) = (limit.MaxProperties, limit.PropertyNames);
        schema.AdditionalProperties = limit.AdditionalProperties;
    }

    private static bool IsAlwaysThere(JsonPropertyInfo member) =>
        !member.IsGetNullable && Nullable.GetUnderlyingType(member.PropertyType) is null;
}
