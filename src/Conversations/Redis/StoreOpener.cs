using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Workers.Conversations;

/// <summary>Opens the store as soon as Redis answers; a layout that is not ours stops the process.</summary>
internal sealed partial class StoreOpener(ConversationStore store, TimeProvider time, ILogger<StoreOpener> log)
    : BackgroundService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!await TryOpenAsync(stoppingToken).ConfigureAwait(false))
            await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(false);
    }

    private async Task<bool> TryOpenAsync(CancellationToken stopping)
    {
        try
        {
            using var bound = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            bound.CancelAfter(Patience);
            await store.OpenAsync(bound.Token).ConfigureAwait(false);
            return true;
        }
        catch (Exception exception) when (Redis.StoreOutage.Covers(exception)
            || exception is OperationCanceledException && !stopping.IsCancellationRequested)
        {
            StillClosed(log);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Redis does not answer yet")]
    private static partial void StillClosed(ILogger logger);
}
