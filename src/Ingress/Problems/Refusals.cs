namespace Workers.Ingress.Problems;

/// <summary>
/// Every way in which a request is refused: the one place that names problem types. A name is never reused.
/// </summary>
internal static class Refusals
{
    /// <summary>What every type begins with.</summary>
    public const string Prefix = "urn:workers:problem:";

    public static Problem Invalid(FieldErrors errors) =>
        new(Prefix + "invalid-request", "The request is not valid", 400, "See errors for what is wrong where.")
        {
            Errors = errors.ToDictionary(),
        };

    public static Problem Malformed { get; } = Of("malformed-request", "The request is malformed", 400,
        "The request could not be read.") with
    { Errors = FieldErrors.Of(FieldErrors.Body, "The body ended early or is not framed as HTTP wants it.").ToDictionary() };

    public static Problem Unauthenticated { get; } = Of("unauthenticated", "A valid API key is needed", 401,
        "Send an API key in the header Authorization, as a Bearer token, or in the header X-Api-Key.");

    public static Problem Forbidden { get; } = Of("forbidden", "The API key is not meant for this", 403,
        "This API key may not use this route.");

    public static Problem NotFound { get; } = Of("not-found", "There is no such thing", 404,
        "Nothing is known under this address, or not any more.");

    public static Problem WrongMethod { get; } = Of("method-not-allowed", "The method is not offered here", 405,
        "The Allow header names the methods that this route offers.");

    public static Problem TooSlow { get; } = Of("request-timeout", "The body came too slowly", 408,
        "The body was not there in time and nothing was done; send it again, faster.");

    public static Problem HasEnded { get; } = Of("has-ended", "The query has ended", 409,
        "The query ended otherwise before it could be cancelled; its status says how.");

    public static Problem NoDeadLetter { get; } = Of("no-dead-letter", "The query is no dead letter", 409,
        "Only a failed query can be asked again.");

    public static Problem BeingSent { get; } = Of("being-sent", "The webhook is being sent", 409,
        "An attempt is on its way this moment; look at the delivery when it has ended.");

    public static Problem Gone { get; } = Of("gone", "The query of this key is gone", 410,
        "The Idempotency-Key was used for a query whose conversation was erased or whose time to be read is over.");

    public static Problem TooLarge(int bytes) => Of("too-large", "The body is too large", 413,
        $"The body of this route is limited to {bytes / 1024} KiB.");

    public static Problem WrongMediaType { get; } = Of("unsupported-media-type", "The body is not JSON", 415,
        "Send the body as application/json in UTF-8, without a content encoding.");

    public static Problem KeyReused { get; } = Of("idempotency-key-reused", "The Idempotency-Key is taken", 422,
        "This Idempotency-Key was used with other members or values; take a new key for a new query.");

    public static Problem ConversationFull { get; } = Of("conversation-full", "The conversation holds enough", 429,
        "As many queries of this conversation as are allowed have not ended; wait until some have.") with
    { RetryAfter = 5 };

    public static Problem TooManyStreams { get; } = Of("too-many-streams", "Enough streams are open", 429,
        "As many event streams of this tenant as are allowed are open here; close one, or poll.") with
    { RetryAfter = 5 };

    public static Problem BacklogFull { get; } = Of("backlog-full", "Enough queries wait", 429,
        "As many queries of this tenant as are allowed have not ended; wait until some have.") with
    { RetryAfter = 5 };

    public static Problem RateReached(TimeSpan wait) => Of("rate-reached", "Too many submissions", 429,
        "This tenant submits more queries a second than it may; RateLimit-Policy says how many.") with
    { RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)) };

    public static Problem Failed { get; } = Of("internal-error", "The server failed", 500,
        "This should not have happened; the log of the server says more.");

    public static Problem StoreAway { get; } = Of("store-unavailable", "The store cannot be reached", 503,
        "It is unknown whether the request was applied: repeat it, a submission with the same Idempotency-Key.") with
    { RetryAfter = 1 };

    public static Problem StoreFull { get; } = Of("store-full", "The store has no room", 503,
        "New queries are taken again as soon as waiting ones have ended.") with
    { RetryAfter = 10 };

    /// <summary>The problem of an answer that the framework left empty.</summary>
    public static Problem OfStatus(int status) => status switch
    {
        401 => Unauthenticated,
        403 => Forbidden,
        404 => NotFound,
        405 => WrongMethod,
        408 => TooSlow,
        415 => WrongMediaType,
        >= 500 => Failed with { Status = status },
        _ => Malformed with { Status = status, Errors = status == 400 ? Malformed.Errors : null },
    };

    private static Problem Of(string name, string title, int status, string detail) =>
        new(Prefix + name, title, status, detail);
}
