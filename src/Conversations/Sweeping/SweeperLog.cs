using Microsoft.Extensions.Logging;

namespace Workers.Conversations;

internal static partial class SweeperLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "A sweep was not finished ({Reason}); the next goes on")]
    public static partial void SweepFailed(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Redis answers again")]
    public static partial void StoreIsBack(ILogger logger);
}
