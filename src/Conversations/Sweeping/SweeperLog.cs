using Microsoft.Extensions.Logging;

namespace Workers.Conversations;

internal static partial class SweeperLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "A sweep could not be finished; the next one goes on")]
    public static partial void SweepFailed(ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Information, Message = "Redis answers again")]
    public static partial void StoreIsBack(ILogger logger);
}
