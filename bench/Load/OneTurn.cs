using Workers.Contracts.V1;
using Workers.Conversations;

namespace Workers.Load;

/// <summary>The steps of a turn of an idle conversation by the store alone, one at a time.</summary>
internal static class OneTurn
{
    public static async Task<QueryReady> SubmitAsync(ConversationStore store, ConversationRef conversation, string text)
    {
        var query = new QueryContent { ConversationId = conversation.Id, Text = text };
        var submission = await store.SubmitAsync(conversation, QueryId.New(conversation), query, 1);
        return submission is Submission.Accepted { Next: { } hint }
            ? hint
            : throw new InvalidOperationException($"{conversation} is not idle: {submission}");
    }

    public static async Task<Grant> BeginAsync(ConversationStore store, QueryReady hint)
    {
        var beginning = await store.BeginAsync(hint, Guid.NewGuid().ToString("N"), maySuspect: false, contextTurns: 20);
        return beginning is Beginning.Begun { Turn.Grant: var grant }
            ? grant
            : throw new InvalidOperationException($"{hint.QueryId} was not granted: {beginning}");
    }
}
