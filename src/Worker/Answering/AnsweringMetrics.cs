using Prometheus;
using Workers.Conversations;

namespace Workers.Worker.Answering;

/// <summary>What this process does about turns.</summary>
internal static class AnsweringMetrics
{
    public static readonly Gauge InFlight = Metrics.CreateGauge(
        "workers_turns_in_flight", "Turns that this process runs now.");

    public static readonly Gauge Slots = Metrics.CreateGauge(
        "workers_slots", "Turns that this process may run at a time.");

    public static readonly Counter Fenced = Metrics.CreateCounter(
        "workers_fenced_total", "Turns whose end was refused, because somebody else had taken them over.");

    private static readonly Counter Takeovers = Metrics.CreateCounter(
        "workers_lease_takeovers_total", "Turns that were begun again after their lease had run out.");

    private static readonly Counter Turns = Metrics.CreateCounter(
        "workers_turns_total", "Turns by what they ended in.", "outcome");

    private static readonly Histogram Wait = Metrics.CreateHistogram(
        "workers_turn_wait_seconds", "Time from a query's acceptance to its first begin.",
        new HistogramConfiguration { Buckets = Histogram.ExponentialBuckets(0.001, 2, 22) });

    private static readonly Histogram Seconds = Metrics.CreateHistogram(
        "workers_turn_seconds", "Time from a turn's begin to its end.", ["outcome"],
        new HistogramConfiguration { Buckets = Histogram.ExponentialBuckets(0.001, 2, 20) });

    private static readonly string[] Outcomes =
        ["completed", "failed", "expired", "cancelled", "postponed", "lost", "fenced"];

    /// <summary>Shows the numbers from the start on.</summary>
    public static void Show()
    {
        foreach (var outcome in Outcomes)
        {
            Turns.WithLabels(outcome);
            Seconds.WithLabels(outcome);
        }
    }

    public static void Found(Beginning? found)
    {
        if (found is Beginning.Unknown)
            Hosting.Messaging.MessagingMetrics.CountUnknown();
        if (found is not Beginning.Begun { Turn: var turn })
            return;
        if (turn.IsTakeover)
            Takeovers.Inc();
        if (turn.IsFirst)
            Wait.Observe((turn.BegunAt - turn.SubmittedAt).TotalSeconds);
    }

    public static void Ended(string outcome, TimeSpan took)
    {
        Turns.WithLabels(outcome).Inc();
        Seconds.WithLabels(outcome).Observe(took.TotalSeconds);
    }
}
