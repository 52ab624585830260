using Prometheus;

namespace Workers.Hosting.Messaging;

/// <summary>What this process publishes, and what it received and could not use.</summary>
public static class MessagingMetrics
{
    private static readonly Counter Publishes = Prometheus.Metrics.CreateCounter(
        "workers_publishes_total", "Hints that the queue has confirmed.", "message");

    private static readonly Counter Unknown = Prometheus.Metrics.CreateCounter(
        "workers_messages_unknown_total",
        "Messages that were dropped: about a conversation that is unknown or erased, or a delivery that is unknown or "
        + "final; that are no hint; or whose consumer threw.");

    /// <summary>A message was acknowledged though there was nothing to do for it.</summary>
    public static void CountUnknown() => Unknown.Inc();

    /// <summary>Shows the numbers from the start on: a counter that is not there yet cannot be told from one that is
    /// forgotten.</summary>
    internal static void Show()
    {
        foreach (var message in HintTopology.WireNames.Keys)
            Publishes.WithLabels(message.Name);
    }

    internal static void Published(Type message) => Publishes.WithLabels(message.Name).Inc();
}
