namespace Workers.Ingress.OpenApi;

/// <summary>The headings under which routes stand.</summary>
internal static class Groups
{
    public const string Queries = "Queries";
    public const string Conversations = "Conversations";
    public const string DeadLetters = "Dead letters";
    public const string Deliveries = "Deliveries";

    public static (string Name, string About)[] All { get; } =
    [
        (Queries, "Submitting a customer's message, and what becomes of it."),
        (Conversations, "All that is known of a conversation, and forgetting it."),
        (DeadLetters, "Queries that failed, and asking them again."),
        (Deliveries, "Webhooks with their attempts, and sending one again."),
    ];
}
