namespace Workers.Conversations;

/// <summary>What an Idempotency-Key was used for before.</summary>
/// <param name="Id">The query that it made, or is about to make.</param>
/// <param name="RequestHash">The hash of the canonical request that came with it.</param>
/// <param name="IsConfirmed">True once the query was accepted: if it cannot be read any more it was erased, and must not be
/// made again. False while its outcome is unknown: submitting it again is right.</param>
/// <param name="Age">How long ago it was reserved, while it is not confirmed.</param>
public sealed record Reservation(QueryId Id, string RequestHash, bool IsConfirmed, TimeSpan Age);
