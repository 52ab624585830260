using Prometheus;

namespace Workers.Conversations;

/// <summary>What sweeps repair, by why it was necessary.</summary>
internal static class SweeperMetrics
{
    public static readonly Counter Sweeps = Metrics.CreateCounter(
        "workers_sweeps_total", "Conversations and deliveries that a sweep put back on their queue, or ended.",
        new CounterConfiguration { LabelNames = ["kind"] });
}
