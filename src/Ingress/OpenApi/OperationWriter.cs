using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Workers.Ingress.Json;
using Workers.Ingress.OpenApi.Routes;
using Workers.Ingress.OpenApi.Schemas;
using Workers.Ingress.Problems;

namespace Workers.Ingress.OpenApi;

/// <summary>Fills in an operation what its route's description has and its code does not tell.</summary>
internal sealed class OperationWriter : IOpenApiOperationTransformer
{
    private const string ProblemType = "application/problem+json";
    private const int LongestStream = 100_000_000; // characters; it is closed after ten minutes

    public async Task TransformAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<RouteDescription>().SingleOrDefault()
            is not { } description)
            return;
        var document = context.Document!;
        var problem = await context.GetOrCreateSchemaAsync(typeof(Problem), null, cancellationToken);
        document.AddComponent(nameof(Problem), problem);
        WriteParameters(operation, description);
        WriteBody(operation, description, document);
        foreach (var answer in description.Answers)
            Write(operation, answer);
        foreach (var refusals in description.AllRefusals.GroupBy(refusal => refusal.Status))
            operation.Responses![Text(refusals.Key)] = Refused([.. refusals], document);
    }

    private static void WriteParameters(OpenApiOperation operation, RouteDescription description)
    {
        foreach (var id in (operation.Parameters ?? []).OfType<OpenApiParameter>())
        {
            id.Schema = description.IdSchema;
            id.Description = "Which one.";
            id.Examples = description.Answers.Where(answer => answer.Id is not null)
                .ToDictionary(answer => answer.Name, answer => Example(answer.Id!));
        }

        operation.Parameters = [.. operation.Parameters ?? [], .. description.Parameters];
    }

    private static void WriteBody(OpenApiOperation operation, RouteDescription description, OpenApiDocument document)
    {
        if (description.Body is not { } body)
            return;
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/json"] = new()
                {
                    Schema = new OpenApiSchemaReference(body.Schema, document),
                    Examples = new Dictionary<string, IOpenApiExample>
                    {
                        [description.Answers[0].Name] = new OpenApiExample
                        {
                            Value = JsonSerializer.SerializeToNode(body.Example),
                        },
                    },
                },
            },
        };
    }

    private static void Write(OpenApiOperation operation, AnswerDescription answer)
    {
        operation.Responses ??= [];
        var known = operation.Responses.GetValueOrDefault(Text(answer.Status)) as OpenApiResponse;
        var response = known ?? new OpenApiResponse(); // the framework leaves 304 out
        operation.Responses[Text(answer.Status)] = response;
        response.Description = answer.Meaning;
        response.Headers = AnswerHeaders.Of(answer.Headers);
        if (answer.Example is not { } example)
            return;
        var content = response.Content![answer.MediaType];
        content.Examples = new Dictionary<string, IOpenApiExample> { [answer.Name] = Example(example) };
        if (example is string)
            content.Schema = Bounds.Text(LongestStream);
    }

    private static OpenApiResponse Refused(IReadOnlyList<Problem> refusals, OpenApiDocument document) => new()
    {
        Description = string.Join("; or: ", refusals.Select(refusal => refusal.Title)),
        Headers = AnswerHeaders.Of(HeadersOf(refusals)),
        Content = new Dictionary<string, OpenApiMediaType>
        {
            [ProblemType] = new()
            {
                Schema = new OpenApiSchemaReference(nameof(Problem), document),
                Examples = refusals.ToDictionary(refusal => refusal.Type[Refusals.Prefix.Length..], Example),
            },
        },
    };

    private static IEnumerable<string> HeadersOf(IReadOnlyList<Problem> refusals) =>
    [
        .. refusals[0].Status == 401 ? [AnswerHeaders.Challenge] : (string[])[],
        .. refusals.Any(refusal => refusal.RetryAfter is not null) ? [AnswerHeaders.RetryAfter] : (string[])[],
        .. refusals.Intersect(RouteDescription.OverLimits).Any() ? AnswerHeaders.Rate : [],
    ];

    private static IOpenApiExample Example(object value) => new OpenApiExample
    {
        Value = value is string text ? text : JsonSerializer.SerializeToNode(value, value.GetType(), IngressJson.Wire),
    };

    private static string Text(int status) => status.ToString(CultureInfo.InvariantCulture);
}
