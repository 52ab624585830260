using Workers.Conversations;
using Workers.Ingress.Queries;

namespace Workers.Ingress.Conversations;

/// <summary>A conversation as its tenant reads it.</summary>
/// <param name="Id">As the caller named it.</param>
/// <param name="Turns">Its ended queries in the order in which they ended, the last that are kept.</param>
/// <param name="Mailbox">The others, a running one first.</param>
internal sealed record ConversationAnswer(
    string Id, IReadOnlyList<TurnAnswer> Turns, IReadOnlyList<WaitingAnswer> Mailbox)
{
    public static ConversationAnswer Of(string id, ConversationView view) =>
        new(id, [.. view.Turns.Select(TurnAnswer.Of)], [.. view.Mailbox.Select(WaitingAnswer.Of)]);
}

/// <summary>An ended query of a conversation.</summary>
internal sealed record TurnAnswer(
    string Id, long Sequence, string Status, string Text, ReplyAnswer? Reply, ErrorAnswer? Error,
    DateTimeOffset SubmittedAt, DateTimeOffset EndedAt)
{
    public static TurnAnswer Of(EndedQuery query) => new(
        query.Id.ToString(), query.Sequence, query.Status.Name(), query.Content.Text,
        ReplyAnswer.Of(query.Reply), ErrorAnswer.Of(query.Error), query.SubmittedAt, query.EndedAt);
}

/// <summary>A query of a conversation that has not ended.</summary>
internal sealed record WaitingAnswer(string Id, long Sequence, string Status, string Text, DateTimeOffset SubmittedAt)
{
    public static WaitingAnswer Of(QueryView query) => new(
        query.Id.ToString(), query.Sequence, query.Status.Name(), query.Content.Text, query.SubmittedAt);
}

/// <summary>How much an erasure removed in each place.</summary>
internal sealed record ErasureAnswer(int Queries, int Turns, int Deliveries, int DeadLetters)
{
    public static ErasureAnswer Of(Erasure erasure) =>
        new(erasure.Queries, erasure.Turns, erasure.Deliveries, erasure.DeadLetters);
}
