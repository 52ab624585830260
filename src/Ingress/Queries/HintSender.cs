using Workers.Contracts;
using Workers.Contracts.V1;

namespace Workers.Ingress.Queries;

/// <summary>
/// Publishes a submission's hint and waits a moment for it. Without the broker the submission stands all the same: the
/// conversation has a due time, and a sweeper publishes again.
/// </summary>
internal sealed partial class HintSender(IHintQueue queue, ILogger<HintSender> log, TimeProvider time)
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(500);

    public async Task SendAsync(QueryReady? hint)
    {
        if (hint is null || !queue.IsReachable)
            return;
        using var bound = new CancellationTokenSource(Moment, time);
        try
        {
            await queue.PublishAsync(hint, bound.Token).WaitAsync(bound.Token);
        }
        catch (Exception failure) // whatever the broker throws, a due time repairs it
        {
            NotPublished(log, failure.GetType().Name, hint.QueryId);
        }
    }

    [LoggerMessage(1, LogLevel.Debug, "The hint of {QueryId} was not confirmed ({Failure}); it will be repeated")]
    private static partial void NotPublished(ILogger log, string failure, string queryId);
}
