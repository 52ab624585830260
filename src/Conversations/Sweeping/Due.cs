using StackExchange.Redis;
using Workers.Contracts.V1;
using Workers.Conversations.Redis;

namespace Workers.Conversations;

public sealed partial class ConversationStore
{
    private const int EndedAtOnce = 100; // look.lua names no more

    /// <summary>Takes what is due in a bucket, so that no other sweeper takes it for a while.</summary>
    internal Task<DueBatch> TakeDueAsync(int bucket, int most, CancellationToken cancellation = default) =>
        TakeDueAsync(bucket, most, TimeSpan.Zero, cancellation);

    /// <summary>Takes also what is due within <paramref name="ahead"/>; a look plans it again if it has to wait.</summary>
    internal async Task<DueBatch> TakeDueAsync(
        int bucket, int most, TimeSpan ahead, CancellationToken cancellation = default)
    {
        var result = await RunAsync(
            Scripts.TakeDue, [Keys.Due(bucket), Keys.Bucket(bucket), Keys.Waiting(bucket), Keys.Counts(bucket)],
            [most, Clock.Milliseconds(TimeSpan.FromSeconds(5)), Clock.Milliseconds(ahead)], cancellation).ConfigureAwait(false);
        var members = result.Skip(3).Select(member => (string)member!).ToArray();
        return new DueBatch(
            (long)result[0], (long)result[1], (long)result[2],
            [.. members.Where(member => member[0] == 'c').Select(member => ConversationRef.Parse(member[2..]))],
            [.. members.Where(member => member[0] == 'd').Select(member => QueryId.Parse(member[2..]))]);
    }

    /// <summary>Looks at a conversation that is due: ends what must end, and says what has to be published.</summary>
    /// <param name="conversation">The conversation.</param>
    /// <param name="queue">What is known of the queue that its hint would go to.</param>
    /// <param name="cancellation">Ends the wait.</param>
    internal async Task<DueLook> LookAsync(
        ConversationRef conversation, QueueSight queue, CancellationToken cancellation = default)
    {
        var result = await RunAsync(Scripts.Look, Keys.Of(conversation), queue.Arguments, cancellation)
            .ConfigureAwait(false);
        switch ((int)result[0])
        {
            case 1:
                var next = Hint(conversation, (string)result[2]!, (long)result[3], (long)result[4]);
                return new DueLook((string)result[1]!, new Handover(next, []));
            case 3:
                var ids = result.Skip(1).Select(id => QueryId.Parse((string)id!)).ToArray();
                return new DueLook("ended", await ExpireAsync(conversation, ids, cancellation).ConfigureAwait(false))
                {
                    Again = ids.Length < EndedAtOnce ? null : () => LookAsync(conversation, queue, cancellation),
                };
            default:
                return DueLook.Nothing;
        }
    }

    /// <summary>Looks at a delivery that is due, like <see cref="LookAsync"/>.</summary>
    internal async Task<DueLook> LookDeliveryAsync(
        QueryId id, QueueSight queue, CancellationToken cancellation = default)
    {
        var result = await RunAsync(
            Scripts.LookDelivery, [Keys.Delivery(id), Keys.Due(id.Bucket)], [id.ToString(), .. queue.Arguments],
            cancellation).ConfigureAwait(false);
        if ((int)result[0] != 1)
            return DueLook.Nothing;
        var reply = ReplyHint((string)result[2]!, id, (long)result[3]);
        return new DueLook((string)result[1]!, new Handover(null, [reply]));
    }
}

/// <summary>What was due in a bucket when it was taken.</summary>
/// <param name="TakenAt">Redis' clock then.</param>
/// <param name="QueriesServed">The newest stamp of a hint that the bucket's conversations were begun by.</param>
/// <param name="RepliesServed">The same of its deliveries.</param>
/// <param name="Conversations">Those that are due.</param>
/// <param name="Deliveries">Those that are due.</param>
internal sealed record DueBatch(
    long TakenAt, long QueriesServed, long RepliesServed, IReadOnlyList<ConversationRef> Conversations, IReadOnlyList<QueryId> Deliveries);

/// <summary>What a sweeper knows of a queue.</summary>
/// <param name="DrainedAt">Redis' clock before the queue was seen with nothing ready; 0: it was not.</param>
/// <param name="ServedUpTo">The newest stamp of a hint that came out of the queue, whatever bucket it was for: the queue is
/// first in, first out, so what is clearly older and has not come is lost.</param>
/// <param name="IsReachable">Whether publishing makes sense now.</param>
internal readonly record struct QueueSight(long DrainedAt, long ServedUpTo, bool IsReachable)
{
    public RedisValue[] Arguments => [DrainedAt, ServedUpTo, IsReachable];
}

/// <summary>What a look found: why it publishes (a metric's label), and what.</summary>
internal sealed record DueLook(string? Kind, Handover Handover)
{
    public static DueLook Nothing { get; } = new(null, Handover.Nothing);

    /// <summary>Looks again; set when more must end than one look takes.</summary>
    public Func<Task<DueLook>>? Again { get; init; }
}
