using Workers.Conversations;
using Workers.Hosting.Options;

namespace Workers.Ingress;

/// <summary>The store's numbers as the operator set them.</summary>
internal static class StoreSettings
{
    public static ConversationSettings Of(IServiceProvider provider)
    {
        var context = provider.GetRequiredService<ContextOptions>();
        var worker = provider.GetRequiredService<WorkerOptions>();
        return new ConversationSettings
        {
            TurnsKept = context.TurnsKept,
            ContextTimeToLive = context.TimeToLive,
            QueryTimeToLive = provider.GetRequiredService<QueriesOptions>().TimeToLive,
            Lease = worker.Lease,
            MaxAttempts = worker.MaxAttempts,
            WaitForReplicas = provider.GetRequiredService<RedisOptions>().WaitForReplicas,
        };
    }
}
