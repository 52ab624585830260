using Workers.Conversations;
using Workers.Ingress.Access;
using Workers.Ingress.Json;
using Workers.Ingress.Problems;

namespace Workers.Ingress.Queries;

/// <summary><c>DELETE /v1/queries/{id}</c>: ends a query that does not run, and tells the worker of one that does.</summary>
internal static class CancelEndpoint
{
    public static async Task<IResult> CancelAsync(
        string id, HttpContext context, Caller caller, ConversationStore store, HintSender hints, QueryLinks links,
        CancellationToken cancellation)
    {
        if (!QueryId.TryParse(id, out var query))
            return Refusals.NotFound;
        switch (await store.CancelAsync(caller.Tenant, query, cancellation))
        {
            case Cancellation.Cancelled cancelled:
                await hints.SendAsync(cancelled.Handover);
                return await AnswerAsync(query, caller, store, 200, cancellation);
            case Cancellation.Told:
                links.Write(context.Response, query);
                return await AnswerAsync(query, caller, store, 202, cancellation);
            case Cancellation.EndedOtherwise:
                return Refusals.HasEnded;
            default:
                return Refusals.NotFound;
        }
    }

    private static async Task<IResult> AnswerAsync(
        QueryId id, Caller caller, ConversationStore store, int status, CancellationToken cancellation) =>
        await store.ReadQueryAsync(caller.Tenant, id, cancellation) is { } view
            ? TypedResults.Json(QueryAnswer.Of(view), IngressJson.Wire.QueryAnswer, null, status)
            : Refusals.NotFound;
}
