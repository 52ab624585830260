using Microsoft.AspNetCore.Http.Timeouts;
using Workers.Conversations;
using Workers.Ingress.Access;
using Workers.Ingress.Problems;

namespace Workers.Ingress.Events;

/// <summary><c>GET /v1/queries/{id}/events</c>: a query's status as it changes, as server-sent events.</summary>
internal static class EventsEndpoint
{
    public static async Task<IResult> FollowAsync(
        string id, HttpContext context, Caller caller, ConversationStore store, EventStream events, OpenStreams open,
        CancellationToken cancellation)
    {
        if (!QueryId.TryParse(id, out var query)
            || await store.ReadQueryAsync(caller.Tenant, query, cancellation) is not { } view)
            return Refusals.NotFound;
        var seen = LastEventId.Of(context.Request, view);
        context.Response.Headers.CacheControl = "no-store";
        if (view.Status.HasEnded() && seen == view.Version)
            return TypedResults.NoContent(); // an EventSource comes back after every close; this tells it to stay away
        if (open.Take(caller) is not { } place)
            return Refusals.TooManyStreams;
        context.Response.RegisterForDispose(place);
        context.Features.Get<IHttpRequestTimeoutFeature>()?.DisableTimeout();
        context.Response.Headers["X-Accel-Buffering"] = "no";
        return TypedResults.ServerSentEvents(events.OfAsync(view, seen, context.RequestAborted));
    }
}
