using Workers.Contracts;
using Workers.Conversations;

namespace Workers.Worker.Answering;

/// <summary>Publishes what a turn leaves behind, for a bounded moment: a hint that is not published is repaired by
/// its due time, but a slot that waits for a broker answers nobody.</summary>
internal sealed class HintPublisher(IHintQueue queue, TimeProvider time, ILogger<HintPublisher> log)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Returns when the queue has the hints, cannot be reached, fails, or does not answer in time; never
    /// throws, because a hint is only a hint and must not end the turn beside it.</summary>
    public async Task PublishAsync(Handover handover)
    {
        if (handover == Handover.Nothing)
            return;
        using var limit = new CancellationTokenSource(Patience, time);
        try
        {
            if (queue.IsReachable)
                await handover.PublishAsync(queue, limit.Token).OrAbandonedAsync(limit.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            log.PublishTimedOut();
        }
        catch (Exception failure)
        {
            log.PublishFailed(failure);
        }
    }
}
