namespace Workers.Contracts;

/// <summary>The names of the queues. The KEDA manifests and the dashboards use them too; a test holds them
/// equal.</summary>
public static class QueueNames
{
    /// <summary>Conversations that can run now, one <see cref="V1.QueryReady"/> each.</summary>
    public const string Queries = "workers.queries";

    /// <summary>Webhooks that can be sent now, one <see cref="V1.ReplyReady"/> each.</summary>
    public const string Replies = "workers.replies";
}
