namespace Workers.Hosting.Options;

/// <summary>How much of a conversation is kept, and for how long.</summary>
public sealed record ContextOptions
{
    /// <summary>Ended turns kept of a conversation, the last ones; each costs memory in Redis.</summary>
    [Between("1", "10000")]
    public int TurnsKept { get; init; } = 100;

    /// <summary>Silence after which a conversation is forgotten; longer costs memory in Redis.</summary>
    [Between("1s", "3650d")]
    public TimeSpan TimeToLive { get; init; } = TimeSpan.FromDays(30);
}

/// <summary>How long an ended query can be read.</summary>
public sealed record QueriesOptions
{
    /// <summary>How long an ended query can be read before it is 404; longer costs memory in Redis. Below a day, a repeat of its
    /// Idempotency-Key is 410 from then on.</summary>
    [Between("1s", "3650d")]
    public TimeSpan TimeToLive { get; init; } = TimeSpan.FromDays(7);
}

/// <summary>What the store must have done before the caller is told.</summary>
public sealed record RedisOptions
{
    /// <summary>Replicas that must have a submission before its 202, which waits up to 2 s for them; without them
    /// submitting fails.</summary>
    [Between("0", "10")]
    public int WaitForReplicas { get; init; }
}

/// <summary>The single process for a first try.</summary>
public sealed record StandaloneOptions
{
    /// <summary>The folder of the embedded store.</summary>
    public string Data { get; init; } = ".workers";
}
