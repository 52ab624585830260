using System.Diagnostics;
using Workers.Testing;

namespace Workers.EndToEnd.Tests;

[Collection(PoolServers.Name)]
public sealed class TraceTests(SharedPoolServers servers)
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    [SkippableFact]
    public async Task A_submissions_trace_goes_on_at_the_model_and_at_the_webhook()
    {
        await using var pool = await WorkerPool.StartAsync(
            servers, ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9")); // nobody has to take the spans
        var worker = await pool.StartWorkerAsync();
        using var customer = new Activity("customer") { ActivityTraceFlags = ActivityTraceFlags.Recorded }.Start();

        await pool.Customers.SubmitAsync("traced", "Where is my order?");

        var call = await worker.Model.CallAsync(_ => true, Bound);
        var webhook = await pool.Inbox.WaitForAsync(_ => true, Bound);
        Assert.StartsWith($"00-{customer.TraceId}-", call.TraceParent, StringComparison.Ordinal);
        Assert.StartsWith($"00-{customer.TraceId}-", webhook.Header("traceparent"), StringComparison.Ordinal);
    }
}
