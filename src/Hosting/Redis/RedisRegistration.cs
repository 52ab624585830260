using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;
using Workers.Hosting.Options;

namespace Workers.Hosting.Redis;

/// <summary>The connection to the store.</summary>
public static class RedisRegistration
{
    /// <summary>
    /// Adds <see cref="IConnectionMultiplexer"/>, which connects when the store is there and fails fast while it is
    /// not.
    /// </summary>
    public static IServiceCollection AddRedis(this IServiceCollection services) =>
        services.AddSingleton<IConnectionMultiplexer>(provider =>
            ConnectionMultiplexer.Connect(Parse(provider.GetRequiredService<ConnectionOptions>().Redis)));

    /// <summary>
    /// Settings that the connection string does not name get values by which a request can answer 503 in time.
    /// </summary>
    internal static ConfigurationOptions Parse(string text)
    {
        var redis = ConfigurationOptions.Parse(text);
        redis.AbortOnConnectFail = false;
        redis.AllowAdmin = true; // INFO tells how much memory is used, and the library takes it for an admin's command
        redis.BacklogPolicy = BacklogPolicy.FailFast;
        redis.ReconnectRetryPolicy = new ExponentialRetry(
            deltaBackOffMilliseconds: 200, maxDeltaBackOffMilliseconds: 2000);
        redis.HeartbeatInterval = TimeSpan.FromMilliseconds(500);
        if (!text.Contains("syncTimeout", StringComparison.OrdinalIgnoreCase))
            redis.SyncTimeout = 1000;
        if (!text.Contains("asyncTimeout", StringComparison.OrdinalIgnoreCase))
            redis.AsyncTimeout = 1000;
        if (!text.Contains("connectTimeout", StringComparison.OrdinalIgnoreCase))
            redis.ConnectTimeout = 1000;
        return redis;
    }
}
