namespace Workers.Conversations;

/// <summary>Where a query stands. The first two are live; the others are ends, and a query has exactly one.</summary>
public enum QueryStatus
{
    /// <summary>Accepted and waiting, also when it was postponed.</summary>
    Queued,

    /// <summary>A worker holds the lease and asks the model.</summary>
    Running,

    /// <summary>Answered.</summary>
    Completed,

    /// <summary>Given up; a dead letter that can be redriven.</summary>
    Failed,

    /// <summary>Its <c>expiresAt</c> passed before its turn ended.</summary>
    Expired,

    /// <summary>Cancelled by its tenant.</summary>
    Cancelled,
}

/// <summary>What is true of statuses.</summary>
public static class QueryStatuses
{
    /// <summary>True when the query has ended.</summary>
    public static bool HasEnded(this QueryStatus status) => status >= QueryStatus.Completed;

    /// <summary>
    /// Counts the changes of a query's status: queued is 1, running 2, queued again 3, running again 4, and its end is
    /// greater than all before. So how often it began to run tells every change that there was.
    /// </summary>
    public static long Version(this QueryStatus status, int runs) => 2L * runs + status switch
    {
        QueryStatus.Queued => 1,
        QueryStatus.Running => 0,
        _ => 2,
    };

    /// <summary>The status as JSON, the store and the webhook write it.</summary>
    public static string Name(this QueryStatus status) => status switch
    {
        QueryStatus.Queued => "queued",
        QueryStatus.Running => "running",
        QueryStatus.Completed => "completed",
        QueryStatus.Failed => "failed",
        QueryStatus.Expired => "expired",
        QueryStatus.Cancelled => "cancelled",
        _ => throw new ArgumentOutOfRangeException(nameof(status)),
    };
}
