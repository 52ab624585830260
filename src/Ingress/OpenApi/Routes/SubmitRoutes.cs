using Workers.Ingress.Body;
using Workers.Ingress.OpenApi.Schemas;
using Workers.Ingress.Problems;
using Workers.Ingress.Queries;
using static Workers.Ingress.OpenApi.AnswerHeaders;

namespace Workers.Ingress.OpenApi.Routes;

/// <summary>Submitting queries, one or many.</summary>
internal static class SubmitRoutes
{
    public static IReadOnlyDictionary<string, RouteDescription> All { get; } = new Dictionary<string, RouteDescription>
    {
        ["POST /v1/queries"] = new("submitQuery", Groups.Queries, "Submit a query")
        {
            Details = "202 says that the query is kept and will end exactly once. The body has at most 256 KiB. "
                + "With an Idempotency-Key a repeat finds the same query, for 24 hours; a refused request does not use "
                + "its key up.",
            Parameters =
            [
                Parameters.Header(IdempotencyKey.Header,
                    "Makes repeating the submission safe. Visible ASCII, bare or in quotes, which do not count.",
                    Bounds.Text(IdempotencyKey.Longest, IdempotencyKey.Pattern)),
            ],
            Body = new(RequestSchemas.Query, JsonBody.QueryLimit, Samples.Submission),
            Answers =
            [
                new(202, "accepted", "Accepted, or accepted before under the same key")
                {
                    Example = Samples.Submitted, Headers = [Location, OperationLocation, Replayed, .. Rate],
                },
            ],
            Refusals =
            [
                RouteDescription.Invalid("text", "text is required."), Refusals.Malformed, Refusals.Gone, Refusals.KeyReused,
                .. RouteDescription.OverLimits, Refusals.StoreFull,
            ],
        },
        ["POST /v1/queries/batch"] = new("submitQueries", Groups.Queries, "Submit up to 100 queries")
        {
            Details = "Each has an outcome of its own, in the order of the request: `query` with code 202, or "
                + "`problem`. Those of one conversation are submitted in their order. The body has at most 8 MiB.",
            Body = new(RequestSchemas.Batch, JsonBody.BatchLimit, Samples.Batch),
            Answers =
            [
                new(200, "outcomes", "What came of each")
                {
                    Example = new BatchAnswer(
                    [
                        new BatchResult(202, Samples.Submitted, null),
                        new BatchResult(429, null, Refusals.ConversationFull),
                    ]),
                    Headers = Rate,
                },
            ],
            Refusals =
            [
                RouteDescription.Invalid(BatchEndpoint.Queries, "queries must be an array of 1 to 100 queries."),
                Refusals.Malformed,
            ],
        },
    };
}
