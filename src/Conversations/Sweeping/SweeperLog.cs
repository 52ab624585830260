using Microsoft.Extensions.Logging;

namespace Workers.Conversations;

internal static partial class SweeperLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "A sweep left something for the next one ({Reason})")]
    public static partial void Unfinished(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Sweeps leave nothing any more")]
    public static partial void FinishedAgain(ILogger logger);
}
