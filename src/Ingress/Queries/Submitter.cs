using System.Diagnostics;
using Workers.Conversations;
using Workers.Ingress.Access;
using Workers.Ingress.Limits;
using Workers.Ingress.Problems;

namespace Workers.Ingress.Queries;

/// <summary>Puts a query into its mailbox, within the limits of its tenant, and its hint on the queue.</summary>
internal sealed class Submitter(
    ConversationStore store, TenantLimits limits, DeathBeforePublish death, HintSender hints)
{
    /// <summary>Submits under an id; repeating it with the same id finds the same query.</summary>
    public Task<SubmitOutcome> SubmitAsync(
        Caller caller, SubmitRequest request, QueryId id, CancellationToken cancellation)
    {
        var conversation = new ConversationRef(caller.Tenant, request.ConversationId);
        var content = Content(caller, request);
        return PutAsync(caller, content, () =>
            store.SubmitAsync(conversation, id, content, caller.Options.MaxPerConversation, cancellation));
    }

    /// <summary>Submits the text of a dead letter as a new query; repeating it finds the same one.</summary>
    public Task<SubmitOutcome> RedriveAsync(Caller caller, QueryView deadLetter, CancellationToken cancellation) =>
        PutAsync(caller, deadLetter.Content, () => store.RedriveAsync(
            deadLetter, Activity.Current?.Id, caller.Options.MaxPerConversation, cancellation));

    private async Task<SubmitOutcome> PutAsync(Caller caller, QueryContent content, Func<Task<Submission>> put)
    {
        if (await limits.EnterAsync(caller) is { } reached)
            return new SubmitOutcome.Refused(reached);
        var submission = await EnteredAsync(caller, put);
        if (submission is not Submission.Accepted accepted)
            return new SubmitOutcome.Refused(RefusalOf(submission));
        death.Meet(accepted, content.Text);
        await hints.SendAsync(new Handover(accepted.Next, []));
        return new SubmitOutcome.Accepted(accepted.Id, content.ConversationId,
            accepted.Sequence, accepted.Status, accepted.Position, !accepted.IsNew);
    }

    private async Task<Submission> EnteredAsync(Caller caller, Func<Task<Submission>> put)
    {
        try
        {
            return await put();
        }
        finally
        {
            limits.Leave(caller);
        }
    }

    private static Problem RefusalOf(Submission submission) => submission switch
    {
        Submission.MailboxFull => Refusals.ConversationFull,
        Submission.StoreFull => Refusals.StoreFull,
        Submission.NoDeadLetter => Refusals.NoDeadLetter,
        _ => throw new UnreachableException($"{submission.GetType().Name} is no refusal."),
    };

    private static QueryContent Content(Caller caller, SubmitRequest request) => new()
    {
        ConversationId = request.ConversationId,
        Text = request.Text,
        Metadata = request.Metadata,
        ReplyTo = request.ReplyTo,
        ExpiresAt = request.ExpiresAt is { } text ? ExpiryRule.Read(text) : null,
        TraceParent = Activity.Current?.Id,
        HasDelivery = request.ReplyTo is not null || caller.Options.Webhook.Url is not null,
    };
}
