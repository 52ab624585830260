using Workers.Hosting.Options;

namespace Workers.Worker;

/// <summary>How long a stopping process goes on with what it has begun: <c>Worker:DrainTimeout</c>.</summary>
internal sealed class Drain : IDisposable
{
    private readonly CancellationTokenSource over;
    private readonly CancellationTokenRegistration order;

    public Drain(IHostApplicationLifetime lifetime, WorkerOptions options, TimeProvider time)
    {
        over = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        order = lifetime.ApplicationStopping.Register(() => over.CancelAfter(options.DrainTimeout));
    }

    /// <summary>Cancelled when the time is over: drop what is in flight.</summary>
    public CancellationToken Over => over.Token;

    public void Dispose()
    {
        order.Dispose();
        over.Dispose();
    }
}
