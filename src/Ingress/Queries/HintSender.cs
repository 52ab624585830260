using Workers.Contracts;
using Workers.Conversations;

namespace Workers.Ingress.Queries;

/// <summary>
/// Publishes what a request leaves behind and waits a moment for it. Without the broker the request stands all the same:
/// conversations and deliveries have due times, and a sweeper publishes again.
/// </summary>
internal sealed partial class HintSender(IHintQueue queue, ILogger<HintSender> log, TimeProvider time)
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(500);

    public async Task SendAsync(Handover handover)
    {
        if (handover == Handover.Nothing || !queue.IsReachable)
            return;
        using var bound = new CancellationTokenSource(Moment, time);
        try
        {
            await handover.PublishAsync(queue, bound.Token).WaitAsync(bound.Token);
        }
        catch (Exception failure) // whatever the broker throws, a due time repairs it
        {
            NotPublished(log, failure.GetType().Name);
        }
    }

    [LoggerMessage(1, LogLevel.Debug, "A hint was not confirmed ({Failure}); a due time repeats it")]
    private static partial void NotPublished(ILogger log, string failure);
}
