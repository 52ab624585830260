using Workers.Contracts.V1;

namespace Workers.Worker.Answering;

internal static partial class AnsweringLog
{
    private static readonly Func<ILogger, string, string, string, IDisposable?> QueryScope =
        LoggerMessage.DefineScope<string, string, string>("{Tenant} {Conversation} {Query}");

    public static IDisposable? Scope(ILogger log, QueryReady hint) =>
        QueryScope(log, hint.Tenant, hint.ConversationId, hint.QueryId);

    [LoggerMessage(Level = LogLevel.Error, Message = "A turn failed by a mistake of ours; its due time repairs it")]
    public static partial void Surprised(this ILogger log, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Redis was away for too long to {Operation} a turn; its due time repairs it")]
    public static partial void StoreAway(this ILogger log, string operation);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The end of a turn was refused: fence {Fence} is not the newest")]
    public static partial void Fenced(this ILogger log, long fence);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A turn was lost to somebody else before its model answered")]
    public static partial void Lost(this ILogger log);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Turns} leases could not be renewed, Redis does not answer; trying again")]
    public static partial void RenewalFailed(this ILogger log, int turns);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A hint could not be published in time; its due time repairs it")]
    public static partial void PublishTimedOut(this ILogger log);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A hint could not be published; its due time repairs it")]
    public static partial void PublishFailed(this ILogger log, Exception failure);
}
