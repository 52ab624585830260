using Workers.Contracts.V1;

namespace Workers.Contracts;

/// <summary>Where hints are published. Two exist: RabbitMQ, and a queue in memory for a single process.</summary>
public interface IHintQueue
{
    /// <summary>False while the queue cannot be reached: who repairs lost hints waits until it is true again.</summary>
    bool IsReachable { get; }

    /// <summary>True when the queue is gone with its process, so that at the start nothing of what waits is in it.</summary>
    bool StartsEmpty { get; }

    /// <summary>Completes when the queue has the hint for good; throws when <paramref name="cancellation"/> ends the
    /// wait.</summary>
    Task PublishAsync(QueryReady hint, CancellationToken cancellation);

    /// <inheritdoc cref="PublishAsync(QueryReady, CancellationToken)"/>
    Task PublishAsync(ReplyReady hint, CancellationToken cancellation);

    /// <summary>True when a look made after this call found no hint ready in the queue; false when one is, or nobody
    /// can tell.</summary>
    /// <param name="queue">One of <see cref="QueueNames"/>.</param>
    /// <param name="cancellation">Bounds the look.</param>
    Task<bool> IsDrainedAsync(string queue, CancellationToken cancellation);
}
