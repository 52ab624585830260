namespace Workers.Contracts.Webhooks;

/// <summary>The event types of the webhook: one for each way in which a query ends.</summary>
public static class WebhookTypes
{
    /// <summary>What every type begins with; the query's status follows.</summary>
    public const string Prefix = "query.";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
        ["query.completed", "query.failed", "query.expired", "query.cancelled"];
}
