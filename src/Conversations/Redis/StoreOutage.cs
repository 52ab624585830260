using StackExchange.Redis;

namespace Workers.Conversations.Redis;

/// <summary>Tells the exceptions that mean "Redis cannot answer now" from our own mistakes.</summary>
public static class StoreOutage
{
    /// <summary>True when the call may be repeated later; whether this one was applied is unknown.</summary>
    public static bool Covers(Exception exception) => exception
        is RedisConnectionException or RedisServerException or TimeoutException;
}
