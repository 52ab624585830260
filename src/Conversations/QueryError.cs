namespace Workers.Conversations;

/// <summary>Why a query ended without a reply.</summary>
/// <param name="Code">One of <see cref="QueryErrors"/>, for programs.</param>
/// <param name="Detail">A sentence for people.</param>
public sealed record QueryError(string Code, string Detail);

/// <summary>The errors with which queries end.</summary>
public static class QueryErrors
{
    /// <summary>The model could not be reached for longer than <c>Agent:GiveUpAfter</c>.</summary>
    public static QueryError ModelUnavailable { get; } =
        new("model_unavailable", "The model could not be reached for too long.");

    /// <summary>As many turns as <c>Worker:MaxAttempts</c> were lost or brought no answer.</summary>
    public static QueryError AttemptsExhausted { get; } =
        new("attempts_exhausted", "Every attempt to answer this query was lost or brought no answer.");

    /// <summary>The model refused the query as it is.</summary>
    public static QueryError ModelRefused(string detail) => new("model_refused", detail);

    /// <summary>The query's <c>expiresAt</c> passed.</summary>
    public static QueryError Expired { get; } = new("expired", "The query expired before it was answered.");

    /// <summary>The tenant cancelled the query.</summary>
    public static QueryError Cancelled { get; } = new("cancelled", "The query was cancelled.");

    /// <summary>The codes of all.</summary>
    public static IReadOnlyList<string> Codes { get; } =
    [
        ModelUnavailable.Code, AttemptsExhausted.Code, ModelRefused(detail: "").Code, Expired.Code, Cancelled.Code,
    ];
}
