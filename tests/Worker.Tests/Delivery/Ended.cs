using Workers.Conversations;

namespace Workers.Worker.Tests.Delivery;

/// <summary>Ended queries to deliver.</summary>
internal static class Ended
{
    public const string Trace = "0af7651916cd43dd8448eb211c80319c";
    private static readonly ConversationRef Conversation = new("acme", "ticket-4711");

    public static EndedQuery Query(string? replyTo = null) => new()
    {
        Tenant = "acme",
        Id = QueryId.Of(Conversation, new byte[16]),
        Content = new QueryContent
        {
            ConversationId = "ticket-4711",
            Text = "Where is my order?",
            ReplyTo = replyTo,
            Metadata = new Dictionary<string, string> { ["ticketId"] = "4711", ["a"] = "b" },
            TraceParent = $"00-{Trace}-b7ad6b7169203331-01",
        },
        Sequence = 7,
        Status = QueryStatus.Completed,
        Attempts = 0,
        Turn = 7,
        SubmittedAt = new DateTimeOffset(2026, 11, 23, 20, 49, 59, 5, TimeSpan.FromHours(1)),
        EndedAt = new DateTimeOffset(2026, 11, 23, 19, 50, 0, 123, TimeSpan.Zero),
        Reply = "On its way. Grüße & <3 😀",
    };

    public static DeliveryAttempt Attempt(EndedQuery? query = null, int number = 1) =>
        new((query ?? Query()).Id, number, 0, query ?? Query());
}
