using System.Diagnostics;
using Workers.Conversations;
using Workers.Ingress.Access;
using Workers.Ingress.Limits;
using Workers.Ingress.Problems;

namespace Workers.Ingress.Queries;

/// <summary>Puts a query into its mailbox and its hint on the queue.</summary>
internal sealed class Submitter(
    ConversationStore store, TenantLimits limits, DeathBeforePublish death, HintSender hints)
{
    /// <summary>Submits under an id; repeating it with the same id finds the same query.</summary>
    public async Task<SubmitOutcome> SubmitAsync(
        Caller caller, SubmitRequest request, QueryId id, CancellationToken cancellation)
    {
        if (await limits.EnterAsync(caller) is { } reached)
            return new SubmitOutcome.Refused(reached);
        switch (await PutAsync(caller, request, id, cancellation))
        {
            case Submission.Accepted accepted:
                death.Meet(accepted, request.Text);
                await hints.SendAsync(new Handover(accepted.Next, []));
                return new SubmitOutcome.Accepted(id, request.ConversationId,
                    accepted.Sequence, accepted.Status, accepted.Position, !accepted.IsNew);
            case Submission.MailboxFull:
                return new SubmitOutcome.Refused(Refusals.ConversationFull);
            case Submission.StoreFull:
                return new SubmitOutcome.Refused(Refusals.StoreFull);
            case var other:
                throw new UnreachableException($"A submission does not end as {other.GetType().Name}.");
        }
    }

    private async Task<Submission> PutAsync(
        Caller caller, SubmitRequest request, QueryId id, CancellationToken cancellation)
    {
        var conversation = new ConversationRef(caller.Tenant, request.ConversationId);
        try
        {
            return await store.SubmitAsync(
                conversation, id, Content(caller, request), caller.Options.MaxPerConversation, cancellation);
        }
        finally
        {
            limits.Leave(caller);
        }
    }

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
