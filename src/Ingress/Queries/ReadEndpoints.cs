using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Extensions.Primitives;
using Workers.Conversations;
using Workers.Ingress.Access;
using Workers.Ingress.Json;
using Workers.Ingress.Problems;

namespace Workers.Ingress.Queries;

/// <summary>Reading a query: its status, at once or when it has ended, and its result.</summary>
internal static class ReadEndpoints
{
    public const int LongestWait = 30;
    public const string Wait = "wait";
    private const string PollAfterSeconds = "1";

    public static async Task<IResult> StatusAsync(
        string id, HttpContext context, Caller caller, ConversationStore store, QueryWatcher watcher,
        CancellationToken cancellation)
    {
        if (!TryReadWait(context.Request.Query[Wait], out var wait))
            return Refusals.Invalid(FieldErrors.Of(Wait, "wait must be a whole number of seconds from 0 to 30."));
        if (!QueryId.TryParse(id, out var query))
            return Refusals.NotFound;

        var view = await store.ReadQueryAsync(caller.Tenant, query, cancellation);
        if (wait > TimeSpan.Zero && view is { Status: var status } && !status.HasEnded())
        {
            context.Features.Get<IHttpRequestTimeoutFeature>()?.DisableTimeout();
            view = await watcher.WaitForEndAsync(view, wait, context.RequestAborted);
        }

        return view is null ? Refusals.NotFound : new TaggedJson(
            JsonSerializer.SerializeToUtf8Bytes(QueryAnswer.Of(view), IngressJson.Wire.QueryAnswer));
    }

    public static async Task<IResult> ResultAsync(
        string id, HttpContext context, Caller caller, ConversationStore store, QueryLinks links,
        CancellationToken cancellation)
    {
        if (!QueryId.TryParse(id, out var query)
            || await store.ReadQueryAsync(caller.Tenant, query, cancellation) is not { } view)
            return Refusals.NotFound;
        context.Response.Headers.CacheControl = "private, no-cache";
        if (view.Status.HasEnded())
            return TypedResults.Json(QueryAnswer.Of(view), IngressJson.Wire.QueryAnswer);
        context.Response.Headers.RetryAfter = PollAfterSeconds;
        links.Write(context.Response, view.Id);
        return TypedResults.Json(QueryAnswer.Of(view), IngressJson.Wire.QueryAnswer, null, 202);
    }

    private static bool TryReadWait(StringValues values, out TimeSpan wait)
    {
        var seconds = 0;
        var isValid = values.Count == 0 || (values.Count == 1 && values[0] is { Length: <= 4 } text
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out seconds)
            && seconds <= LongestWait);
        wait = TimeSpan.FromSeconds(seconds);
        return isValid;
    }
}
