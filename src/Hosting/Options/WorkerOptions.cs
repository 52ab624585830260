namespace Workers.Hosting.Options;

/// <summary>What a worker process does.</summary>
[Flags]
public enum WorkerRoles
{
    /// <summary>Nothing; no configuration gives it.</summary>
    None = 0,

    /// <summary>Answers queries.</summary>
    Agent = 1,

    /// <summary>Delivers webhooks.</summary>
    Webhooks = 2,
}

/// <summary>How much a worker does at a time and how long it may hold it.</summary>
public sealed record WorkerOptions
{
    /// <summary>Turns in flight, also the prefetch of the queue of queries; more need more memory and more of the
    /// model.</summary>
    [Between("1", "20000")]
    public int Slots { get; init; } = 64;

    /// <summary>Webhooks in flight, also the prefetch of the queue of replies; more need more sockets. One receiver has
    /// half of them at most, or three quarters while it answers within a second.</summary>
    [Between("1", "20000")]
    public int DeliverySlots { get; init; } = 256;

    /// <summary>What this process does: <c>agent</c>, <c>webhooks</c>, or both separated by a comma.</summary>
    public WorkerRoles Roles { get; init; } = WorkerRoles.Agent | WorkerRoles.Webhooks;

    /// <summary>How long a turn is safe without a renewal; a longer one makes a killed worker's turns wait
    /// longer.</summary>
    [Between("1s", "5m")]
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a stopping process finishes what it has begun; a longer one makes deployments
    /// slower.</summary>
    [Between("0s", "9m")]
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Starts of a turn that its process may lose, or answers that were none, before the query is a dead
    /// letter.</summary>
    [Between("1", "1000")]
    public int MaxAttempts { get; init; } = 5;
}
