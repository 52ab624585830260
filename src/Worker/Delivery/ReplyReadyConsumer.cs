using System.Diagnostics;
using MassTransit;
using Workers.Contracts.V1;
using Workers.Conversations;
using Workers.Hosting.Messaging;
using Workers.Hosting.Options;

namespace Workers.Worker.Delivery;

/// <summary>Brings an ended query to its tenant: begin, POST, end, ack.</summary>
internal sealed class ReplyReadyConsumer(
    ConversationStore store, StoreRetry redis, Targets targets, WebhookClient client, Verdict verdict, Drain drain,
    HandBack back, WebhooksOptions options, TimeProvider time, ILogger<ReplyReadyConsumer> log) : IConsumer<ReplyReady>
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
        var token = Guid.NewGuid().ToString("N");
        var beginning = await redis.UntilAnsweredAsync(
            cancellation => store.BeginDeliveryAsync(hint, token, options.Timeout + LeaseMargin, cancellation),
            budget.ForBegin);
        if (beginning is DeliveryBeginning.Nothing)
            MessagingMetrics.CountUnknown();
        if (beginning is null)
            log.StoreAway("begin");
        if (beginning is DeliveryBeginning.Begun begun && await AttemptAsync(begun.Attempt) is { } result)
            await EndAsync(begun.Attempt, result, budget);
    }

    // A mistake of ours is an attempt that failed: it is tried again by the schedule, and not for ever.
    private async Task<DeliveryResult?> AttemptAsync(DeliveryAttempt attempt)
    {
        try
        {
            return await SendAsync(attempt);
        }
        catch (OperationCanceledException) when (drain.Over.IsCancellationRequested)
        {
            log.Dropped(attempt.Attempt);
            return null;
        }
        catch (Exception surprise)
        {
            log.Surprised(surprise);
            return verdict.Of(attempt.Scheduled, new Answer(TimeSpan.Zero, Error: Errors.Internal));
        }
    }

    private async Task<DeliveryResult> SendAsync(DeliveryAttempt attempt) =>
        verdict.Beforehand(attempt.Scheduled) ?? targets.Of(attempt.Ended) switch
        {
            Target.Address address => verdict.Of(attempt.Scheduled, await client.PostAsync(attempt, address, drain.Over)),
            Target.Nowhere nowhere => Verdict.Discarded(nowhere.Error),
            _ => throw new UnreachableException(),
        };

    private async Task EndAsync(DeliveryAttempt attempt, DeliveryResult result, HoldBudget budget)
    {
        var isEnded = await redis.UntilAnsweredAsync<bool?>(
            async cancellation => await store.EndDeliveryAsync(attempt, result, cancellation),
            budget.ForEnd);
        if (isEnded is null)
            log.StoreAway("end");
        if (isEnded is false)
            log.Superseded(attempt.Attempt);
        DeliveryMetrics.Attempted(result, isEnded is true);
        log.Attempted(attempt.Attempt, result);
    }
}
