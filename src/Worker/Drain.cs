using Workers.Hosting.Options;

namespace Workers.Worker;

/// <summary>How long a stopping process goes on with what it has begun: <c>Worker:DrainTimeout</c>.</summary>
internal sealed class Drain : IDisposable
{
    private static readonly TimeSpan TimeToHandBack = TimeSpan.FromSeconds(3);

    private readonly CancellationToken stopping;
    private readonly CancellationTokenSource over;
    private readonly CancellationTokenSource lastWord;
    private readonly CancellationTokenRegistration order;

    public Drain(IHostApplicationLifetime lifetime, WorkerOptions options, TimeProvider time)
    {
        stopping = lifetime.ApplicationStopping;
        over = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        lastWord = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        order = stopping.Register(() =>
        {
            over.CancelAfter(options.DrainTimeout);
            lastWord.CancelAfter(options.DrainTimeout + TimeToHandBack);
        });
    }

    /// <summary>True once the process has been asked to stop: begin nothing new.</summary>
    public bool HasBegun => stopping.IsCancellationRequested;

    /// <summary>Cancelled when the time is over: drop what is in flight.</summary>
    public CancellationToken Over => over.Token;

    /// <summary>Cancelled when what was dropped must have been given back, too.</summary>
    public CancellationToken LastWord => lastWord.Token;

    public void Dispose()
    {
        order.Dispose();
        over.Dispose();
        lastWord.Dispose();
    }
}
