using Workers.Ingress.OpenApi.Schemas;
using Workers.Ingress.Problems;
using Workers.Ingress.Queries;
using static Workers.Ingress.OpenApi.AnswerHeaders;

namespace Workers.Ingress.OpenApi.Routes;

/// <summary>Reading, watching and cancelling a query.</summary>
internal static class QueryRoutes
{
    public static IReadOnlyDictionary<string, RouteDescription> All { get; } = new Dictionary<string, RouteDescription>
    {
        ["GET /v1/queries/{id}"] = new("readQuery", Groups.Queries, "Read a query")
        {
            Details = "With `wait` the answer comes when the query has ended or the time is over, as it stands then. "
                + "Members that are not there yet are left out. An ended query can be read for a while (7 days unless "
                + "configured).",
            IdSchema = Bounds.QueryId(),
            Parameters =
            [
                Parameters.Query(ReadEndpoints.Wait, "Seconds to wait for the end; none by default.",
                    Bounds.Integer(0, ReadEndpoints.LongestWait)),
                Parameters.Header("If-None-Match", "The ETag of an earlier answer: 304 if nothing has changed.",
                    Bounds.Text(256)),
            ],
            Answers =
            [
                new(200, "ended", "The query as it stands")
                {
                    Example = Samples.CompletedQuery, Id = Samples.Completed, Headers = [Tag],
                },
                new(304, "unchanged", "It stands as you know it") { Headers = [Tag] },
            ],
            Refusals =
            [
                RouteDescription.Invalid(ReadEndpoints.Wait, "wait must be a whole number of seconds from 0 to 30."),
                Refusals.NotFound,
            ],
        },
        ["GET /v1/queries/{id}/result"] = new("readResult", Groups.Queries, "Read a query's result")
        {
            Details = "For pollers that follow Location: 202 until the query has ended, then 200, whatever it ended in.",
            IdSchema = Bounds.QueryId(),
            Answers =
            [
                new(200, "ended", "It has ended") { Example = Samples.CompletedQuery, Id = Samples.Completed },
                new(202, "waiting", "It has not ended")
                {
                    Example = Samples.WaitingQuery, Id = Samples.Waiting,
                    Headers = [Location, OperationLocation, RetryAfter],
                },
            ],
            Refusals = [Refusals.NotFound],
        },
        ["GET /v1/queries/{id}/events"] = new("watchQuery", Groups.Queries, "Watch a query")
        {
            Details = "Server-sent events: `event` is the status, `data` the query, `id` a growing number; `ping` every "
                + "15 s. The stream closes after the last status, and after 10 minutes.",
            IdSchema = Bounds.QueryId(),
            Parameters =
            [
                Parameters.Header("Last-Event-ID",
                    "The id of the last event that was seen: the stream resumes after it.", Bounds.Text(20)),
            ],
            Answers =
            [
                new(200, "stream", "The stream")
                {
                    Example = Samples.LastEvent, Id = Samples.Completed, MediaType = "text/event-stream",
                },
                new(204, "seen", "The last event has been seen: do not reconnect"),
            ],
            Refusals = [Refusals.NotFound, Refusals.TooManyStreams],
        },
        ["DELETE /v1/queries/{id}"] = new("cancelQuery", Groups.Queries, "Cancel a query")
        {
            Details = "A query that waits ends at once. The worker of a running one is told within a second; if it "
                + "commits first, the query is completed.",
            IdSchema = Bounds.QueryId(),
            Answers =
            [
                new(200, "cancelled", "It ended as cancelled, now or before")
                {
                    Example = Samples.CancelledQuery, Id = Samples.Cancelled,
                },
                new(202, "told", "It runs, and its worker is told")
                {
                    Example = Samples.RunningQuery, Id = Samples.Running, Headers = [Location, OperationLocation],
                },
            ],
            Refusals = [Refusals.NotFound, Refusals.HasEnded],
        },
    };
}
