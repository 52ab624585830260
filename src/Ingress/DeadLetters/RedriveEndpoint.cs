using Workers.Conversations;
using Workers.Ingress.Access;
using Workers.Ingress.Json;
using Workers.Ingress.Problems;
using Workers.Ingress.Queries;

namespace Workers.Ingress.DeadLetters;

/// <summary><c>POST /v1/dead-letters/{id}/redrive</c>: the text of a failed query as a new one; a second time the same
/// one.</summary>
internal static class RedriveEndpoint
{
    public static async Task<IResult> RedriveAsync(
        string id, HttpContext context, Caller caller, ConversationStore store, Submitter submitter, QueryLinks links,
        CancellationToken cancellation)
    {
        if (!QueryId.TryParse(id, out var query)
            || await store.ReadQueryAsync(caller.Tenant, query, cancellation) is not { } deadLetter)
            return Refusals.NotFound;
        if (deadLetter.Status != QueryStatus.Failed)
            return Refusals.NoDeadLetter;
        var outcome = await FindAsync(store, deadLetter, cancellation) // a repeat takes nothing from the limits
            ?? await submitter.RedriveAsync(caller, deadLetter, cancellation);
        if (outcome is SubmitOutcome.Refused) // but one that was sent at the same moment may have been accepted
            outcome = await FindAsync(store, deadLetter, cancellation) ?? outcome;
        return Answer(context.Response, outcome, deadLetter, links);
    }

    private static async Task<SubmitOutcome?> FindAsync(
        ConversationStore store, QueryView deadLetter, CancellationToken cancellation) =>
        await store.FindRedriveAsync(deadLetter, cancellation) is { } query
            ? SubmitOutcome.Accepted.Before(query) : null;

    private static IResult Answer(
        HttpResponse response, SubmitOutcome outcome, QueryView deadLetter, QueryLinks links)
    {
        if (outcome is SubmitOutcome.Refused refused)
            return refused.Problem;
        var accepted = (SubmitOutcome.Accepted)outcome;
        links.Write(response, accepted.Id);
        return TypedResults.Json(SubmitAnswer.Of(accepted) with { RedriveOf = $"{deadLetter.Id}" },
            IngressJson.Wire.SubmitAnswer, null, 202);
    }
}
