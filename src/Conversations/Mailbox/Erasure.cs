namespace Workers.Conversations;

/// <summary>How much an erasure removed; null counts stand for a conversation that was not there.</summary>
/// <param name="Queries">Queries, ended or not.</param>
/// <param name="Turns">Turns of the conversation's history.</param>
/// <param name="Deliveries">Deliveries, pending ones included: no webhook tells of them.</param>
/// <param name="DeadLetters">Failed queries that could have been redriven.</param>
public sealed record Erasure(int Queries, int Turns, int Deliveries, int DeadLetters);
