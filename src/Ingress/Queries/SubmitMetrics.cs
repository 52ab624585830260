using Prometheus;

namespace Workers.Ingress.Queries;

/// <summary>How many submissions came to what, and how long they took.</summary>
internal static class SubmitMetrics
{
    private static readonly Counter Queries =
        Metrics.CreateCounter("workers_queries_total", "Submissions by outcome.", "outcome");
    private static readonly Histogram Seconds = Metrics.CreateHistogram(
        "workers_submit_seconds", "From a submission's arrival to its answer.",
        new HistogramConfiguration { Buckets = Histogram.ExponentialBuckets(0.0005, 2, 14) });

    /// <summary>Shows the numbers from the start on.</summary>
    public static void Show()
    {
        foreach (var outcome in (string[])["accepted", "replayed", "refused"])
            Queries.WithLabels(outcome);
    }

    /// <summary>Counts one of a batch.</summary>
    public static void Count(SubmitOutcome outcome) => Queries.WithLabels(outcome switch
    {
        SubmitOutcome.Accepted { IsReplay: true } => "replayed",
        SubmitOutcome.Accepted => "accepted",
        _ => "refused",
    }).Inc();

    /// <summary>Counts and times what an endpoint answers; an exception is a refusal too.</summary>
    public static async ValueTask<object?> ObserveAsync(
        EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var outcome = "refused";
        using var timer = Seconds.NewTimer();
        try
        {
            var result = await next(context);
            if (result is IStatusCodeHttpResult { StatusCode: StatusCodes.Status202Accepted })
                outcome = SubmitEndpoint.IsReplay(context.HttpContext.Response) ? "replayed" : "accepted";
            return result;
        }
        finally
        {
            Queries.WithLabels(outcome).Inc();
        }
    }
}
