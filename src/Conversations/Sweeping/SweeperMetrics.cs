using Prometheus;

namespace Workers.Conversations;

/// <summary>What sweeps repair, by why it was necessary.</summary>
internal static class SweeperMetrics
{
    public static readonly Counter Sweeps = Metrics.CreateCounter(
        "workers_sweeps_total",
        "Conversations and deliveries for which a sweep published a hint again, or ended queries, by why; while the queue "
            + "cannot be reached, endings only.",
        new CounterConfiguration { LabelNames = ["kind"] });

    /// <summary>Shows the numbers from the start on: these are the kinds of look.lua and look_delivery.lua, and endings.</summary>
    public static void Show()
    {
        foreach (var kind in (string[])["waiting", "postponed", "takeover", "lost", "ended", "delivery", "redelivery"])
            Sweeps.WithLabels(kind);
    }
}
