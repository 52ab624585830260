using System.Text.Json.Nodes;
using Workers.Ingress.OpenApi.Schemas;

namespace Workers.Ingress.Tests.OpenApi;

/// <summary>
/// The document as specmatic can generate from it. Patterns of requests go: its generator knows no negated classes, and
/// where it means to break a pattern it adds an underscore, which many may have.
/// </summary>
internal static class GenerativeCopy
{
    public static string Of(string document, IReadOnlyDictionary<string, string> ids)
    {
        foreach (var (sample, real) in ids)
            document = document.Replace(sample, real, StringComparison.Ordinal);
        var copy = JsonNode.Parse(document)!;
        var schemas = copy["components"]!["schemas"]!;
        var members = schemas[RequestSchemas.Query]!["properties"]!.AsObject();
        foreach (var (_, member) in members)
            member!.AsObject().Remove("pattern");
        members["conversationId"]!["minLength"] = 1;
        members["text"]!["minLength"] = 1;
        // What is right now is wrong later, or right for some tenants only: a value that is right here.
        members["expiresAt"] = Either("2099-12-01T10:00:00Z");
        members["replyTo"] = Either("https://crm.example");
        // An item that is wrong has a problem of its own and leaves the batch right.
        schemas[RequestSchemas.Item] = new JsonObject { ["type"] = "object" };
        foreach (var operation in copy["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()))
        {
            RemoveHeaders(operation.Value!);
            RemoveBodiless(operation.Value!["responses"]!.AsObject());
        }

        return copy.ToJsonString();
    }

    // They need a header that says what was seen; without one there is no request to make from the document.
    private static void RemoveBodiless(JsonObject answers)
    {
        answers.Remove("204");
        answers.Remove("304");
    }

    // It sends numbers and words of one letter in them and expects 400, but in a header all of that is text.
    private static void RemoveHeaders(JsonNode operation)
    {
        if (operation["parameters"] is JsonArray parameters)
            parameters.RemoveAll(parameter => parameter!["in"]!.GetValue<string>() == "header");
    }

    private static JsonObject Either(string value) => new()
    {
        ["type"] = new JsonArray("string", "null"), ["enum"] = new JsonArray(value, null),
    };
}
