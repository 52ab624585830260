using Workers.Conversations;

namespace Workers.Worker.Delivery;

/// <summary>What the log tells of deliveries; no bodies, addresses or secrets.</summary>
internal static partial class DeliveryLog
{
    /// <summary>Every line of a delivery carries its ids.</summary>
    public static Func<ILogger, string, string, IDisposable?> Scope { get; } =
        LoggerMessage.DefineScope<string, string>("delivery {DeliveryId} of {Tenant}");

    public static void Attempted(this ILogger log, int attempt, DeliveryResult result)
    {
        // That an address is switched off was told with its 410; what is due for it may be thousands.
        if (result.Status is DeliveryStatus.Failed or DeliveryStatus.Discarded && result.Error != Errors.AddressOff)
            log.GivenUp(attempt, result.Status, result.Code, result.Error);
        else
            log.Attempted(attempt, result.Status, result.Code, result.Error, result.DurationMs, result.RetryIn);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Attempt {Attempt} was the last: {Status} ({Code} {Error})")]
    private static partial void GivenUp(this ILogger log, int attempt, DeliveryStatus status, int? code, string? error);

    [LoggerMessage(Level = LogLevel.Information,
        Message = "Attempt {Attempt}: {Status} ({Code} {Error}) after {DurationMs} ms, again in {RetryIn}")]
    private static partial void Attempted(
        this ILogger log, int attempt, DeliveryStatus status, int? code, string? error, int durationMs,
        TimeSpan retryIn);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Attempt {Attempt} was not made yet, again in {Wait}")]
    public static partial void Deferred(this ILogger log, int attempt, TimeSpan wait);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Attempt {Attempt} came too late: another one is newer")]
    public static partial void Superseded(this ILogger log, int attempt);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Attempt {Attempt} was dropped, because the process stops")]
    public static partial void Dropped(this ILogger log, int attempt);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "Redis was away for too long to {Operation} an attempt; its due time brings it back")]
    public static partial void StoreAway(this ILogger log, string operation);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "Redis was away for too long to switch {Position} the address that was sent to")]
    public static partial void NotSwitched(this ILogger log, string position);

    [LoggerMessage(Level = LogLevel.Error, Message = "A mistake in a delivery")]
    public static partial void Surprised(this ILogger log, Exception surprise);
}
