using System.Diagnostics;
using Workers.Conversations;
using Workers.Ingress.Access;
using Workers.Ingress.Json;
using Workers.Ingress.Limits;
using Workers.Ingress.Problems;
using Workers.Ingress.Queries;

namespace Workers.Ingress.DeadLetters;

/// <summary><c>POST /v1/dead-letters/{id}/redrive</c>: the text of a failed query as a new one; a second time the same
/// one.</summary>
internal static class RedriveEndpoint
{
    public static async Task<IResult> RedriveAsync(
        string id, HttpContext context, Caller caller, ConversationStore store, TenantLimits limits, HintSender hints,
        QueryLinks links, CancellationToken cancellation)
    {
        if (!QueryId.TryParse(id, out var query)
            || await store.ReadQueryAsync(caller.Tenant, query, cancellation) is not { } deadLetter)
            return Refusals.NotFound;
        if (deadLetter.Status != QueryStatus.Failed)
            return Refusals.NoDeadLetter;
        var reached = await limits.EnterAsync(caller);
        var submission = reached is null ? await PutAsync(deadLetter, caller, store, limits, cancellation)
            : await store.FindRedriveAsync(deadLetter, cancellation);
        switch (submission)
        {
            case null:
                return reached!;
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

    private static async Task<Submission> PutAsync(
        QueryView deadLetter, Caller caller, ConversationStore store, TenantLimits limits,
        CancellationToken cancellation)
    {
        try
        {
            return await store.RedriveAsync(
                deadLetter, Activity.Current?.Id, caller.Options.MaxPerConversation, cancellation);
        }
        finally
        {
            limits.Leave(caller);
        }
    }

    private static SubmitAnswer Answer(Submission.Accepted accepted, QueryView deadLetter) => new(
        accepted.Id.ToString(), deadLetter.Content.ConversationId, accepted.Sequence, accepted.Status.Name(),
        accepted.Position, deadLetter.Id.ToString());
}
