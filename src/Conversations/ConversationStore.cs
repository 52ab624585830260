using StackExchange.Redis;
using Workers.Contracts.V1;

namespace Workers.Conversations;

/// <summary>The state machine of conversations, kept in Redis: one method and one Lua script for each operation.
/// Every method may be repeated when its answer was lost; a Redis that cannot answer throws what
/// <see cref="Redis.StoreOutage"/> covers.</summary>
public sealed partial class ConversationStore(IConnectionMultiplexer redis, ConversationSettings settings)
{
    private readonly IDatabase database = redis.GetDatabase();

    private async Task<RedisResult[]> RunAsync(
        string script, RedisKey[] keys, RedisValue[] values, CancellationToken cancellation)
    {
        var result = await database.ScriptEvaluateAsync(script, keys, values).WaitAsync(cancellation).ConfigureAwait(false);
        return (RedisResult[]?)result ?? [];
    }

    private static QueryReady? Hint(ConversationRef conversation, string id, long stamp, long epoch) =>
        id.Length == 0 || stamp == 0 ? null : new QueryReady
        {
            Tenant = conversation.Tenant,
            ConversationId = conversation.Id,
            Epoch = epoch,
            QueryId = id,
            PublishedAt = stamp,
        };

    private static ReplyReady ReplyHint(string tenant, QueryId id, long stamp) =>
        new() { Tenant = tenant, DeliveryId = id.DeliveryId, PublishedAt = stamp };

    private RedisValue[] EndingArguments(params ReadOnlySpan<RedisValue> more) =>
    [
        settings.TurnsKept, Redis.Clock.Milliseconds(settings.ContextTimeToLive),
        Redis.Clock.Milliseconds(settings.QueryTimeToLive), Redis.Clock.Milliseconds(settings.DeadLetterTimeToLive), .. more,
    ];
}
