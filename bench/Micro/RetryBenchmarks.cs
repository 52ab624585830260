using BenchmarkDotNet.Attributes;
using Workers.Hosting.Options;
using Workers.Worker.Agent;
using Workers.Worker.Delivery;

namespace Workers.Micro;

/// <summary>How long to wait: asked of every failed delivery and of every turn that the model did not take.</summary>
[MemoryDiagnoser]
public class RetryBenchmarks
{
    private readonly RetrySchedule schedule = new(new WebhooksOptions(), new Random(1));
    private readonly Answer down = new(TimeSpan.FromMilliseconds(30), 500);
    private readonly Answer overloaded = new(TimeSpan.FromMilliseconds(30), 503, RetryAfter: TimeSpan.FromMinutes(10));

    [Benchmark]
    public TimeSpan? ScheduleAfterAnError() => schedule.After(3, down);

    [Benchmark]
    public TimeSpan? ScheduleAfterRetryAfter() => schedule.After(2, overloaded);

    [Benchmark]
    public TimeSpan BackoffOfTheModel() => Backoff.After(4);
}
