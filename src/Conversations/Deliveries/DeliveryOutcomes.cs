namespace Workers.Conversations;

/// <summary>A granted attempt at a webhook.</summary>
/// <param name="Query">Whose end it tells.</param>
/// <param name="Attempt">The attempt's number, from 1; ending it needs the same number.</param>
/// <param name="Earlier">How many attempts were begun before the tenant asked for it again.</param>
/// <param name="Ended">The query's end, as the body tells it; the same in every attempt.</param>
public sealed record DeliveryAttempt(QueryId Query, int Attempt, int Earlier, EndedQuery Ended)
{
    /// <summary>The token that it was granted to; giving it back needs the same.</summary>
    public string Token { get; init; } = "";

    /// <summary>Whether the tenant has asked for it: it is sent whatever the address had answered.</summary>
    public bool IsAskedFor { get; init; }

    /// <summary>For how long it has been deferred since its last attempt was made; zero if it was not.</summary>
    public TimeSpan DeferredFor { get; init; }

    /// <summary>The attempt's number in its schedule, from 1.</summary>
    public int Scheduled => Attempt - Earlier;
}

/// <summary>What a worker finds when a hint wakes a delivery.</summary>
public abstract record DeliveryBeginning
{
    private DeliveryBeginning() { }

    /// <summary>The attempt is granted: send it.</summary>
    public sealed record Begun(DeliveryAttempt Attempt) : DeliveryBeginning;

    /// <summary>Somebody else is sending it.</summary>
    public sealed record Busy : DeliveryBeginning;

    /// <summary>Its next attempt is not due.</summary>
    public sealed record NotDue : DeliveryBeginning;

    /// <summary>It is final, erased, or was never heard of.</summary>
    public sealed record Nothing : DeliveryBeginning;
}

/// <summary>How a delivery stands.</summary>
public enum DeliveryStatus
{
    /// <summary>An attempt is due, now or later.</summary>
    Pending,

    /// <summary>The receiver answered 2xx.</summary>
    Delivered,

    /// <summary>The schedule is used up.</summary>
    Failed,

    /// <summary>The address is switched off or refused for good.</summary>
    Discarded,
}

/// <summary>What an attempt came to.</summary>
/// <param name="Status">How the delivery stands now; pending asks for another attempt.</param>
/// <param name="RetryIn">When that attempt is due; zero when the status is final.</param>
/// <param name="DurationMs">How long the attempt took, milliseconds.</param>
/// <param name="Code">The receiver's HTTP status, when there was one.</param>
/// <param name="Error">What went wrong, a word of ours such as <c>timeout</c>.</param>
public sealed record DeliveryResult(
    DeliveryStatus Status, TimeSpan RetryIn, int DurationMs, int? Code, string? Error);

/// <summary>What is true of delivery statuses.</summary>
public static class DeliveryStatuses
{
    /// <summary>The status as JSON and the store write it.</summary>
    public static string Name(this DeliveryStatus status) => status switch
    {
        DeliveryStatus.Pending => "pending",
        DeliveryStatus.Delivered => "delivered",
        DeliveryStatus.Failed => "failed",
        DeliveryStatus.Discarded => "discarded",
        _ => throw new ArgumentOutOfRangeException(nameof(status)),
    };
}
