using System.Diagnostics;
using Workers.Testing;

namespace Workers.Load.Figures;

/// <summary>What the product adds to the model's time at low load: from sending a query to the model's call, and from the
/// commit of its reply to the webhook.</summary>
internal sealed class Latency : IFigure
{
    private const double PerSecond = 5;
    private const int WarmUps = 200;
    private const double WarmUpsPerSecond = 25;
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    public string Name => "latency";

    public async Task<Finding> MeasureAsync(LoadPlan plan, Servers servers)
    {
        await using var model = await NumberedModel.StartAsync();
        await using var inbox = await WebhookInbox.StartAsync();
        var settings = Processes.RepliesTo(inbox);
        await using var ingress = await Processes.StartIngressAsync(servers, settings);
        await using var worker = await Processes.StartWorkerAsync(servers, model, settings);
        using var customer = new Customer(ingress);
        await OpenLoop.RunAsync(
            WarmUpsPerSecond, WarmUps, (number, sent) => CallAsync(customer, model, $"warm-{number}", sent));
        var count = (int)(PerSecond * (plan.Seconds ?? 60));
        var called = await OpenLoop.RunAsync(
            PerSecond, count, (number, sent) => CallAsync(customer, model, $"measured-{number}", sent));
        var accepted = called.OfType<TimeSpan>().ToArray();
        return Found(Times.Of(accepted), Times.Of(await RepliedAsync(inbox, accepted.Length)), count - accepted.Length);
    }

    private static Finding Found(Times called, Times replied, int refused) => new(
        $"submit to model call {called}; commit to webhook {replied}; {refused} refused",
        new { perSecond = PerSecond, submitToModelCall = called, commitToWebhook = replied, refused },
        Aim.AtMost("submitToModelCall.p50Ms", called.P50Ms, 5), Aim.AtMost("submitToModelCall.p99Ms", called.P99Ms, 20));

    private static async Task<TimeSpan?> CallAsync(Customer customer, NumberedModel model, string name, long sent) =>
        await customer.TrySubmitAsync(name, name)
            ? Stopwatch.GetElapsedTime(sent, await model.ArrivalAsync(name, Bound))
            : null;

    // The commit's time is the store's, in whole milliseconds: at most one too much.
    private static Task<TimeSpan[]> RepliedAsync(WebhookInbox inbox, int count) => Eventually.AsAsync(
        () => Task.FromResult(inbox.Requests.Select(request => (request.At, Data: request.Json.GetProperty("data")))
            .Where(reply => reply.Data.GetProperty("conversationId").GetString()!.StartsWith("measured", StringComparison.Ordinal))
            .Select(reply => reply.At - reply.Data.GetProperty("endedAt").GetDateTimeOffset()).ToArray()),
        replies => replies.Length >= count, Bound, $"{count} webhooks came");
}
