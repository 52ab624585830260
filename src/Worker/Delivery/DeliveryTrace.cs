using System.Diagnostics;
using Workers.Conversations;

namespace Workers.Worker.Delivery;

/// <summary>An attempt as a span of the submission's trace; unwatched, the trace's own header goes on.</summary>
internal sealed class DeliveryTrace : IDisposable
{
    private static readonly ActivitySource Source = new("Workers");
    private readonly Activity? activity;

    private DeliveryTrace(Activity? activity, string? traceParent)
    {
        this.activity = activity;
        TraceParent = traceParent;
    }

    /// <summary>What the receiver is told; null when the submission had no trace and nobody watches.</summary>
    public string? TraceParent { get; }

    public static DeliveryTrace Start(DeliveryAttempt attempt)
    {
        var submitted = attempt.Ended.Content.TraceParent;
        var isTraced = ActivityContext.TryParse(submitted, null, isRemote: true, out var parent);
        var activity = Source.StartActivity("webhook", ActivityKind.Client, parent);
        activity?.SetTag("webhook.id", attempt.Query.DeliveryId).SetTag("webhook.attempt", attempt.Attempt);
        return new DeliveryTrace(activity, activity?.Id ?? (isTraced ? submitted : null));
    }

    public Answer Ended(Answer answer)
    {
        activity?.SetTag("http.response.status_code", answer.Code).SetTag("error.type", answer.Error);
        activity?.SetStatus(answer.Code is >= 200 and < 300 ? ActivityStatusCode.Ok : ActivityStatusCode.Error);
        return answer;
    }

    public void Dispose() => activity?.Dispose();
}
