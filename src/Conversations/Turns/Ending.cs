namespace Workers.Conversations;

/// <summary>What came of a commit, a failure or a postponement.</summary>
public abstract record Ending
{
    private Ending() { }

    /// <summary>It was applied, now or by an earlier call whose answer was lost.</summary>
    /// <param name="Status">The status that the query has: a commit after <c>expiresAt</c> ends as expired.</param>
    /// <param name="Handover">What has to be published.</param>
    public sealed record Applied(QueryStatus Status, Handover Handover) : Ending;

    /// <summary>Refused: another grant is newer, the lease was given up, or the query is not head. Nothing was changed.</summary>
    public sealed record Fenced : Ending;
}

/// <summary>What a renewal says of one turn.</summary>
public enum Renewal
{
    /// <summary>The turn belongs to somebody else, or has ended: drop it.</summary>
    Lost,

    /// <summary>The lease is long enough again.</summary>
    Held,

    /// <summary>Held, and the tenant wants it cancelled: stop and end it as cancelled.</summary>
    CancelRequested,

    /// <summary>Its Redis node did not answer: ask again soon.</summary>
    Unknown,
}
