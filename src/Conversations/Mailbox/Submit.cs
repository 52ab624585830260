using StackExchange.Redis;
using Workers.Conversations.Redis;

namespace Workers.Conversations;

public sealed partial class ConversationStore
{
    private readonly ReplicaAcknowledgement replicas = new(redis, settings.WaitForReplicas);
    private readonly MemoryHeadroom headroom = new(redis, TimeProvider.System);

    /// <summary>Appends a query to its conversation's mailbox; an id that was submitted before is found, not appended.</summary>
    /// <param name="conversation">Where it belongs.</param>
    /// <param name="id">Its id, in the conversation's bucket.</param>
    /// <param name="content">What was asked.</param>
    /// <param name="maxPerConversation">How many live queries the conversation may hold, 1 or more.</param>
    /// <param name="cancellation">Ends the wait; the query may have been accepted all the same.</param>
    public async Task<Submission> SubmitAsync(
        ConversationRef conversation, QueryId id, QueryContent content, int maxPerConversation,
        CancellationToken cancellation = default)
    {
        if (await headroom.IsUsedUpAsync(cancellation).ConfigureAwait(false))
            return new Submission.StoreFull();
        var keys = Keys.Of(conversation, SubmissionKeys(conversation, id));
        var result = await RunAsync(Scripts.Submit, keys, SubmissionArguments(id, content, maxPerConversation), cancellation)
            .ConfigureAwait(false);
        return await AcceptedAsync(conversation, id, result, cancellation).ConfigureAwait(false);
    }

    private static RedisKey[] SubmissionKeys(ConversationRef conversation, QueryId id) =>
        [Keys.Ended(id), Keys.Owner(id), Keys.Turns(conversation), Keys.Others(conversation)];

    private RedisValue[] SubmissionArguments(QueryId id, QueryContent content, int maxPerConversation) =>
    [
        id.ToString(), StoredJson.Of(content), content.ExpiresAt?.ToUnixTimeMilliseconds() ?? 0, content.HasDelivery,
        maxPerConversation, Clock.Milliseconds(settings.ContextTimeToLive),
    ];

    private async Task<Submission> AcceptedAsync(
        ConversationRef conversation, QueryId id, RedisResult[] result, CancellationToken cancellation)
    {
        switch ((int)result[0])
        {
            case 3:
                var ended = StoredEnd.Read((string)result[1]!);
                await replicas.WaitAsync(Keys.Ended(id), cancellation).ConfigureAwait(false);
                return new Submission.Accepted(id, ended.Sequence, 0, ended.Status, false, null);
            case 4:
                return new Submission.MailboxFull();
            case 5:
                return new Submission.NoDeadLetter();
        }
        await replicas.WaitAsync(Keys.Owner(id), cancellation).ConfigureAwait(false);
        return new Submission.Accepted(
            id, (long)result[1], (int)result[2], (int)result[3] == 1 ? QueryStatus.Running : QueryStatus.Queued,
            (int)result[0] == 1, Hint(conversation, id.ToString(), (long)result[5], (long)result[4]));
    }
}
