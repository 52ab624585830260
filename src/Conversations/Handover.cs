using Workers.Contracts;
using Workers.Contracts.V1;

namespace Workers.Conversations;

/// <summary>What an operation leaves to be published: the conversation's next head, and the replies of what it ended.
/// Losing it costs time only: due times repair it.</summary>
/// <param name="Next">Set when the conversation has a head that can run now.</param>
/// <param name="Replies">One for each ended query that has a delivery.</param>
public sealed record Handover(QueryReady? Next, IReadOnlyList<ReplyReady> Replies)
{
    /// <summary>Nothing to publish.</summary>
    public static Handover Nothing { get; } = new(null, []);

    /// <summary>Publishes all of it side by side and returns when the queue has it.</summary>
    public Task PublishAsync(IHintQueue hints, CancellationToken cancellation)
    {
        if (Replies.Count == 0)
            return Next is null ? Task.CompletedTask : hints.PublishAsync(Next, cancellation);
        var publishes = Replies.Select(reply => hints.PublishAsync(reply, cancellation));
        return Task.WhenAll(Next is null ? publishes : publishes.Append(hints.PublishAsync(Next, cancellation)));
    }

    internal Handover With(Handover other) =>
        new(other.Next ?? Next, Replies.Count == 0 ? other.Replies : [.. Replies, .. other.Replies]);
}
