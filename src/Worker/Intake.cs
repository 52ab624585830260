using MassTransit;

namespace Workers.Worker;

/// <summary>Tells when this process' consumers stop taking hints.</summary>
internal sealed class Intake : IReceiveEndpointObserver
{
    private readonly TaskCompletionSource closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the bus begins to stop.</summary>
    public Task Closed => closed.Task;

    public Task Ready(ReceiveEndpointReady ready) => Task.CompletedTask;

    public Task Stopping(ReceiveEndpointStopping stopping)
    {
        closed.TrySetResult();
        return Task.CompletedTask;
    }

    public Task Completed(ReceiveEndpointCompleted completed) => Task.CompletedTask;

    public Task Faulted(ReceiveEndpointFaulted faulted) => Task.CompletedTask;
}
