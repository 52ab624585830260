using MassTransit;
using Workers.Contracts.V1;
using Workers.Conversations;
using Workers.Hosting.Messaging;
using Workers.Hosting.Options;

namespace Workers.Worker.Delivery;

/// <summary>Brings an ended query to its tenant: begin, POST, end, ack.</summary>
internal sealed class ReplyReadyConsumer(
    ConversationStore store, StoreRetry redis, AddressSwitch switches, Sender sender, AttemptEnder ender,
    Verdict verdict, Drain drain, HandBack back, WebhooksOptions options, TimeProvider time,
    ILogger<ReplyReadyConsumer> log) : IConsumer<ReplyReady>
{
    // What begin, signing and the way to the receiver's answer take beside the attempt's own limit.
    private static readonly TimeSpan LeaseMargin = TimeSpan.FromSeconds(5);

    /// <summary>Never throws: a thrown message is lost, and due times repair what was not done.</summary>
    public async Task Consume(ConsumeContext<ReplyReady> context)
    {
        using var scope = DeliveryLog.Scope(log, context.Message.DeliveryId, context.Message.Tenant);
        try
        {
            await DeliverAsync(context.Message);
        }
        catch (Exception surprise)
        {
            log.Surprised(surprise);
        }
    }

    internal async Task DeliverAsync(ReplyReady hint)
    {
        if (drain.HasBegun)
        {
            await back.ReturnAsync(new Handover(null, [hint]));
            return;
        }

        var budget = new HoldBudget(options.Timeout, time);
        var ahead = switches.LookAhead(hint.Tenant);
        var token = Guid.NewGuid().ToString("N");
        var beginning = await redis.UntilAnsweredAsync(
            cancellation => store.BeginDeliveryAsync(hint, token, options.Timeout + LeaseMargin, cancellation),
            budget.ForBegin);
        if (beginning is DeliveryBeginning.Nothing)
            MessagingMetrics.CountUnknown();
        if (beginning is null)
            log.StoreAway("begin");
        if (beginning is DeliveryBeginning.Begun begun && await AttemptAsync(begun.Attempt, ahead) is { } outcome)
            await ender.EndAsync(begun.Attempt, outcome, budget);
    }

    // A mistake of ours is an attempt that failed: it is tried again by the schedule, and not for ever.
    private async Task<Outcome?> AttemptAsync(DeliveryAttempt attempt, AddressLook ahead)
    {
        try
        {
            return await sender.SendAsync(attempt, ahead);
        }
        catch (OperationCanceledException) when (drain.Over.IsCancellationRequested)
        {
            log.Dropped(attempt.Attempt);
            return null;
        }
        catch (Exception surprise)
        {
            log.Surprised(surprise);
            return new Outcome.Ended(verdict.Of(attempt.Scheduled, new Answer(TimeSpan.Zero, Error: Errors.Internal)));
        }
    }
}
