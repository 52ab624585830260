using StackExchange.Redis;
using Workers.Conversations.Redis;

namespace Workers.Conversations;

public sealed partial class ConversationStore
{
    // Each try reads only what is new since the one before: more are needed only while whole mailboxes end in one go.
    private const int MostTries = 50;

    /// <summary>Reads a conversation's last ended turns and its mailbox; null when there is none. A long one takes many
    /// calls, and what comes into its mailbox after the first of them may be left out.</summary>
    public async Task<ConversationView?> ReadConversationAsync(
        ConversationRef conversation, CancellationToken cancellation = default)
    {
        ConversationReading? reading = null;
        for (var tries = 0; tries < MostTries; tries++)
        {
            var outline = await OutlineAsync(conversation, reading?.Ended ?? 0, cancellation).ConfigureAwait(false);
            if (outline is null)
                return null;
            if (reading?.Precedes(outline) == false)
            {
                reading = null;
                continue;
            }

            reading ??= new ConversationReading(database, conversation, outline.Epoch, settings.TurnsKept);
            if (reading.Complete(outline) is { } view)
                return view;
            await reading.FillAsync(outline, cancellation).ConfigureAwait(false);
        }

        throw new TimeoutException("The conversation changed faster than it could be read.");
    }

    private async Task<ConversationOutline?> OutlineAsync(
        ConversationRef conversation, long ended, CancellationToken cancellation)
    {
        var keys = Keys.Of(conversation, Keys.Turns(conversation), Keys.Others(conversation));
        RedisValue[] values = [ended, ConversationOutline.MostTurns];
        var result = await RunAsync(Scripts.ReadConversation, keys, values, cancellation)
            .WaitAsync(ConversationReading.Patience, cancellation).ConfigureAwait(false);
        return (int)result[0] != 1 ? null : new ConversationOutline(
            (long)result[1], (long)result[2], (int)result[3] == 1,
            [.. ((string[])result[4]!).Select(QueryId.Parse)], [.. ((string[])result[5]!).Select(StoredEnd.Read)]);
    }
}

/// <summary>What a conversation consists of at a moment.</summary>
/// <param name="Epoch">Its generation.</param>
/// <param name="Ended">How many of its queries have ended.</param>
/// <param name="IsRunning">Whether its head runs.</param>
/// <param name="Mailbox">Its queries that have not ended.</param>
/// <param name="NewTurns">At least the turns that the reader had not heard of, unless they are more than
/// <see cref="MostTurns"/>.</param>
internal sealed record ConversationOutline(
    long Epoch, long Ended, bool IsRunning, IReadOnlyList<QueryId> Mailbox, IReadOnlyList<EndedQuery> NewTurns)
{
    /// <summary>How many turns come with an outline.</summary>
    public const int MostTurns = 8;
}
