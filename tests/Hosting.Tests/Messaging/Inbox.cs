using System.Collections.Concurrent;
using MassTransit;
using Workers.Contracts.V1;

namespace Workers.Hosting.Tests.Messaging;

/// <summary>Notes what came; holds each hint until its gate opens.</summary>
internal sealed class Inbox
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _seen = new();
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public static Inbox Open()
    {
        var inbox = new Inbox();
        inbox.Release();
        return inbox;
    }

    public void Release() => _gate.TrySetResult();

    public Task SeenAsync(string id, int seconds = 20) => Source(id).Task.WaitAsync(TimeSpan.FromSeconds(seconds));

    public async Task Take(ConsumeContext<QueryReady> context)
    {
        Interlocked.Increment(ref _count);
        Source(context.Message.QueryId).TrySetResult();
        await _gate.Task;
    }

    private TaskCompletionSource Source(string id) =>
        _seen.GetOrAdd(id, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
