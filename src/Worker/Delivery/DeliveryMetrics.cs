using Prometheus;
using Workers.Conversations;

namespace Workers.Worker.Delivery;

/// <summary>What this process' attempts came to.</summary>
internal static class DeliveryMetrics
{
    private static readonly Counter Deliveries = Metrics.CreateCounter("workers_deliveries_total",
        "Attempts by what followed: delivered, retried, failed, discarded; lost when it could not be recorded; deferred "
            + "when none was made, because its receiver is slow or dead or an earlier reply comes first.",
        "outcome");

    private static readonly Histogram Seconds = Metrics.CreateHistogram("workers_delivery_seconds",
        "From an attempt's start to the receiver's status, or to giving up.",
        new HistogramConfiguration { Buckets = Histogram.ExponentialBuckets(0.005, 2, 13) });

    /// <summary>Shows the numbers from the start on.</summary>
    public static void Show()
    {
        foreach (var outcome in (string[])["delivered", "retried", "failed", "discarded", "lost", "deferred"])
            Deliveries.WithLabels(outcome);
    }

    public static void Attempted(DeliveryResult result, bool isRecorded)
    {
        Deliveries.WithLabels(isRecorded ? Outcome(result.Status) : "lost").Inc();
        if (result.Code is not null || result.DurationMs > 0) // else it was not sent
            Seconds.Observe(result.DurationMs / 1000d);
    }

    public static void Deferred() => Deliveries.WithLabels("deferred").Inc();

    private static string Outcome(DeliveryStatus status) => status switch
    {
        DeliveryStatus.Delivered => "delivered",
        DeliveryStatus.Pending => "retried",
        DeliveryStatus.Failed => "failed",
        _ => "discarded",
    };
}
