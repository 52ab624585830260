using System.Collections.Concurrent;
using MassTransit;
using Workers.Contracts;
using Workers.Contracts.V1;

namespace Workers.Hosting.Messaging;

/// <summary>The queues of a single process: they are as deep as memory, and gone with the process like every hint may
/// be.</summary>
internal sealed class InMemoryHintQueue(IBus bus) : IHintQueue
{
    private readonly ConcurrentDictionary<string, int> _waiting = new();

    public bool IsReachable => true;

    public bool StartsEmpty => true;

    public Task PublishAsync(QueryReady hint, CancellationToken cancellation) =>
        SendAsync(QueueNames.Queries, hint, cancellation);

    public Task PublishAsync(ReplyReady hint, CancellationToken cancellation) =>
        SendAsync(QueueNames.Replies, hint, cancellation);

    public Task<bool> IsDrainedAsync(string queue, CancellationToken cancellation) =>
        Task.FromResult(_waiting.GetValueOrDefault(queue) <= 0);

    /// <summary>A consumer has taken a hint.</summary>
    public void Taken(string queue) => _waiting.AddOrUpdate(queue, 0, (_, count) => count - 1);

    private async Task SendAsync<T>(string queue, T hint, CancellationToken cancellation) where T : class
    {
        var endpoint = await bus.GetSendEndpoint(new Uri($"queue:{queue}"));
        _waiting.AddOrUpdate(queue, 1, (_, count) => count + 1);
        try
        {
            await endpoint.Send(hint, cancellation);
            MessagingMetrics.Published(typeof(T));
        }
        catch
        {
            Taken(queue);
            throw;
        }
    }
}
