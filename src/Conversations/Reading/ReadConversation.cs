using StackExchange.Redis;
using Workers.Conversations.Redis;

namespace Workers.Conversations;

public sealed partial class ConversationStore
{
    /// <summary>Reads a conversation's last ended turns and its mailbox; null when there is none.</summary>
    public async Task<ConversationView?> ReadConversationAsync(
        ConversationRef conversation, CancellationToken cancellation = default)
    {
        var keys = Keys.Of(conversation, Keys.Turns(conversation), Keys.Others(conversation));
        var result = await RunAsync(Scripts.ReadConversation, keys, [settings.TurnsKept], cancellation).ConfigureAwait(false);
        if ((int)result[0] != 1)
            return null;
        var turns = ((string[])result[3]!).Concat((string[])result[4]!).Select(StoredEnd.Read);
        return new ConversationView(
            [.. turns.OrderBy(turn => turn.Turn).TakeLast(settings.TurnsKept)],
            [.. MailboxOf(conversation.Tenant, (int)result[1] == 1, (RedisResult[])result[2]!)]);
    }

    private static IEnumerable<QueryView> MailboxOf(string tenant, bool running, RedisResult[] mailbox)
    {
        for (var i = 0; i < mailbox.Length; i += 4)
            yield return new QueryView
            {
                Tenant = tenant,
                Id = QueryId.Parse((string)mailbox[i]!),
                Sequence = (long)mailbox[i + 1],
                SubmittedAt = Clock.At((long)mailbox[i + 2]),
                Content = StoredJson.Content((string)mailbox[i + 3]!),
                Status = running && i == 0 ? QueryStatus.Running : QueryStatus.Queued,
                Position = i / 4,
            };
    }
}
