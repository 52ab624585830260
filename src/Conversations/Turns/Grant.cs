namespace Workers.Conversations;

/// <summary>The right to end one query: valid while its fence is the newest of its conversation.</summary>
/// <param name="Conversation">The conversation whose head is being run.</param>
/// <param name="Epoch">The conversation's generation when it was granted.</param>
/// <param name="Query">The head.</param>
/// <param name="Fence">Grows with every grant of a bucket and is never reset.</param>
public sealed record Grant(ConversationRef Conversation, long Epoch, QueryId Query, long Fence);
