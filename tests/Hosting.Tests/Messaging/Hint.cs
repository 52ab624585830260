using Workers.Contracts.V1;

namespace Workers.Hosting.Tests.Messaging;

internal static class Hint
{
    public static QueryReady Query(string id) => new()
    {
        Tenant = "acme", ConversationId = "ticket-1", Epoch = 3, QueryId = id, PublishedAt = 1_700_000_000_000,
    };

    public static ReplyReady Reply(string id) => new() { Tenant = "acme", DeliveryId = id, PublishedAt = 1_700_000_000_000 };

    public static CancellationToken Within(int seconds) => new CancellationTokenSource(TimeSpan.FromSeconds(seconds)).Token;
}
