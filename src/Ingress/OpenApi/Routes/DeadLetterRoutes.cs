using Workers.Ingress.OpenApi.Schemas;
using Workers.Ingress.Problems;
using static Workers.Ingress.OpenApi.AnswerHeaders;

namespace Workers.Ingress.OpenApi.Routes;

/// <summary>Listing and redriving failed queries.</summary>
internal static class DeadLetterRoutes
{
    public static IReadOnlyDictionary<string, RouteDescription> All { get; } = new Dictionary<string, RouteDescription>
    {
        ["GET /v1/dead-letters"] = new("listDeadLetters", Groups.DeadLetters, "List failed queries")
        {
            Details = "Newest first. `next` is the `cursor` of the next page; it is absent on the last one.",
            Parameters = Parameters.Page(),
            Answers = [new(200, "page", "A page of them") { Example = Samples.DeadLetters }],
            Refusals = [RouteDescription.Invalid("limit", "limit must be a whole number from 1 to 100.")],
        },
        ["POST /v1/dead-letters/{id}/redrive"] = new(
            "redriveDeadLetter", Groups.DeadLetters, "Ask a failed query again")
        {
            Details = "Its text becomes a new query at the end of its conversation, once, however often it is asked for.",
            IdSchema = Bounds.QueryId(),
            Answers =
            [
                new(202, "redriven", "The new query")
                {
                    Example = Samples.Redriven, Id = Samples.Failed, Headers = [Location, OperationLocation, .. Rate],
                },
            ],
            Refusals = [Refusals.NotFound, Refusals.NoDeadLetter, .. RouteDescription.OverLimits, Refusals.StoreFull],
        },
    };
}
