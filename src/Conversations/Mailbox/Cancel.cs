using Workers.Conversations.Redis;

namespace Workers.Conversations;

public sealed partial class ConversationStore
{
    /// <summary>Cancels a query: at once when it does not run, through its worker when it does.</summary>
    public async Task<Cancellation> CancelAsync(string tenant, QueryId id, CancellationToken cancellation = default)
    {
        var known = await FindAsync(tenant, id, cancellation).ConfigureAwait(false);
        if (known is not { } conversation)
            return await ReadEndAsync(tenant, id, cancellation).ConfigureAwait(false) is { } ended
                ? AlreadyEnded(ended.Status)
                : new Cancellation.Unknown();
        var arguments = EndingArguments(id.ToString(), StoredJson.Fragment(QueryErrors.Cancelled));
        var result = await RunAsync(Scripts.Cancel, Keys.Ending(conversation, id), arguments, cancellation)
            .ConfigureAwait(false);
        return (int)result[0] switch
        {
            1 => new Cancellation.Cancelled(HandoverOf(
                conversation, (string)result[1]!, (string)result[2]!, (long)result[3], (long)result[4], (long)result[5])),
            2 => new Cancellation.Told(),
            3 => AlreadyEnded(Enum.Parse<QueryStatus>((string)result[1]!, ignoreCase: true)),
            _ => new Cancellation.Unknown(),
        };
    }

    private static Cancellation AlreadyEnded(QueryStatus status) => status == QueryStatus.Cancelled
        ? new Cancellation.Cancelled(Handover.Nothing)
        : new Cancellation.EndedOtherwise(status);

    private static Handover HandoverOf(
        ConversationRef conversation, string delivery, string next, long stamp, long epoch, long now) =>
        new(Hint(conversation, next, stamp, epoch),
            delivery.Length == 0 ? [] : [ReplyHint(conversation.Tenant, QueryId.Parse(delivery), now)]);
}
