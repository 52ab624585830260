using Microsoft.AspNetCore.Http.HttpResults;
using Workers.Conversations;
using Workers.Ingress.Access;
using Workers.Ingress.Body;
using Workers.Ingress.Json;
using Workers.Ingress.Problems;

namespace Workers.Ingress.Queries;

/// <summary><c>POST /v1/queries</c>: 202 as soon as the query is in the store.</summary>
internal static class SubmitEndpoint
{
    private const string ReplayedHeader = "Idempotent-Replayed";

    /// <summary>True when the answer is an earlier request's.</summary>
    public static bool IsReplay(HttpResponse response) => response.Headers.ContainsKey(ReplayedHeader);

    public static async Task<IResult> SubmitAsync(
        HttpContext context, Caller caller, QueryAcceptor acceptor, QueryLinks links, CancellationToken cancellation)
    {
        if (!IdempotencyKey.TryRead(context.Request.Headers[IdempotencyKey.Header], out var key))
            return Refusals.Invalid(FieldErrors.Of(IdempotencyKey.Header, IdempotencyKey.Rule));
        var (document, problem) = await JsonBody.ReadAsync(context.Request, JsonBody.QueryLimit, cancellation);
        if (document is null)
            return problem!;

        using (document)
        {
            return await StoreTime.SpendAsync(context, async store => Answer(
                context.Response, await acceptor.AcceptAsync(caller, document.RootElement, key, store), links));
        }
    }

    private static IResult Answer(HttpResponse response, SubmitOutcome outcome, QueryLinks links) => outcome switch
    {
        SubmitOutcome.Accepted accepted => Accepted(response, accepted, links),
        SubmitOutcome.Refused refused => refused.Problem,
        var other => throw new InvalidOperationException($"No answer is known for {other}."),
    };

    private static JsonHttpResult<SubmitAnswer> Accepted(
        HttpResponse response, SubmitOutcome.Accepted accepted, QueryLinks links)
    {
        links.Write(response, accepted.Id);
        if (accepted.IsReplay)
            response.Headers[ReplayedHeader] = "true";
        return TypedResults.Json(SubmitAnswer.Of(accepted), IngressJson.Wire.SubmitAnswer, null, 202);
    }
}

/// <summary>The body of a 202.</summary>
internal sealed record SubmitAnswer(
    string Id, string ConversationId, long Sequence, string Status, int Position, string? RedriveOf = null)
{
    public static SubmitAnswer Of(SubmitOutcome.Accepted accepted) => new(accepted.Id.ToString(),
        accepted.ConversationId, accepted.Sequence, accepted.Status.Name(), accepted.Position);
}
