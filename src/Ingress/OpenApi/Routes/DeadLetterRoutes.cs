using Microsoft.OpenApi;
using Workers.Conversations;
using Workers.Ingress.Listing;
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
            Parameters = Page(),
            Answers = [new(200, "page", "A page of them") { Example = Samples.DeadLetters }],
            Refusals = [QueryRoutes.Invalid("limit", "limit must be a whole number from 1 to 100.")],
        },
        ["POST /v1/dead-letters/{id}/redrive"] = new("redriveDeadLetter", Groups.DeadLetters, "Ask a failed query again")
        {
            Details = "Its text becomes a new query at the end of its conversation, once, however often it is asked for.",
            IdSchema = Limit.QueryId(),
            Answers =
            [
                new(202, "redriven", "The new query")
                {
                    Example = Samples.Redriven, Id = Samples.Failed, Headers = [Location, OperationLocation],
                },
            ],
            Refusals = [Refusals.NotFound, Refusals.NoDeadLetter, Refusals.ConversationFull, Refusals.StoreFull],
        },
    };

    /// <summary>The parameters of every list.</summary>
    public static OpenApiParameter[] Page()
    {
        var limit = Limit.Integer(1, Paging.Most);
        limit.Default = Paging.Usual;
        return
        [
            QueryRoutes.Parameter(ParameterLocation.Query, "limit", "Items of a page at most.", limit),
            QueryRoutes.Parameter(ParameterLocation.Query, "cursor", "The `next` of the page before.",
                Limit.Text(64, PageCursor.Pattern)),
        ];
    }
}
