using Prometheus;

namespace Workers.Ingress.Limits;

/// <summary>How often a limit had to do without the store.</summary>
internal static class LimitMetrics
{
    private static readonly Counter Questions = Metrics.CreateCounter(
        "workers_limits_unanswered_total", "Questions about a limit that the store did not answer in time.", "limit");

    /// <summary>Shows the numbers from the start on.</summary>
    public static void Show()
    {
        foreach (var limit in (string[])["rate", "backlog"])
            Questions.WithLabels(limit);
    }

    public static void Unanswered(string limit) => Questions.WithLabels(limit).Inc();

    public static double UnansweredFor(string limit) => Questions.WithLabels(limit).Value;
}
