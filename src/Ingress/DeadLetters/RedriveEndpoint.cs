using System.Diagnostics;
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
        string id, HttpContext context, Caller caller, ConversationStore store, HintSender hints, QueryLinks links,
        CancellationToken cancellation)
    {
        if (!QueryId.TryParse(id, out var query)
            || await store.ReadQueryAsync(caller.Tenant, query, cancellation) is not { } deadLetter)
            return Refusals.NotFound;
        if (deadLetter.Status != QueryStatus.Failed)
            return Refusals.NoDeadLetter;
        var submission = await store.RedriveAsync(
            deadLetter, Activity.Current?.Id, caller.Options.MaxPerConversation, cancellation);
        switch (submission)
        {
            case Submission.Accepted accepted:
                await hints.SendAsync(new Handover(accepted.Next, []));
                links.Write(context.Response, accepted.Id);
                return TypedResults.Json(Answer(accepted, deadLetter), IngressJson.Wire.SubmitAnswer, null, 202);
            case Submission.MailboxFull:
                return Refusals.ConversationFull;
            case Submission.StoreFull:
                return Refusals.StoreFull;
            default:
                return Refusals.NoDeadLetter;
        }
    }

    private static SubmitAnswer Answer(Submission.Accepted accepted, QueryView deadLetter) => new(
        accepted.Id.ToString(), deadLetter.Content.ConversationId, accepted.Sequence, accepted.Status.Name(),
        accepted.Position, deadLetter.Id.ToString());
}
