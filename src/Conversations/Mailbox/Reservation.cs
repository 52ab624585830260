namespace Workers.Conversations;

/// <summary>What an Idempotency-Key was used for before.</summary>
/// <param name="Id">The query that it made, or is about to make.</param>
/// <param name="RequestHash">The hash of the canonical request that came with it.</param>
public sealed record Reservation(QueryId Id, string RequestHash);
