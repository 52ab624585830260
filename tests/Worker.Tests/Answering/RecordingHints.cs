using System.Collections.Concurrent;
using Workers.Contracts;
using Workers.Contracts.V1;

namespace Workers.Worker.Tests.Answering;

/// <summary>A queue that remembers what was published and gives it to nobody.</summary>
internal sealed class RecordingHints : IHintQueue
{
    /// <summary>What a publish waits for after it was recorded; a failed one fails it.</summary>
    public Task Confirm { get; set; } = Task.CompletedTask;

    public bool IsReachable => true;

    public bool StartsEmpty => false;

    public ConcurrentQueue<QueryReady> Queries { get; } = new();

    public ConcurrentQueue<ReplyReady> Replies { get; } = new();

    public Task PublishAsync(QueryReady hint, CancellationToken cancellation)
    {
        Queries.Enqueue(hint);
        return Confirm;
    }

    public Task PublishAsync(ReplyReady hint, CancellationToken cancellation)
    {
        Replies.Enqueue(hint);
        return Confirm;
    }

    public Task<bool> IsDrainedAsync(string queue, CancellationToken cancellation) => Task.FromResult(true);
}
