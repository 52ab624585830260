using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using StackExchange.Redis;

namespace Workers.Hosting.Health;

/// <summary>Ready when the store takes a write within a second; to answer is not enough, since a replica does that
/// too.</summary>
internal sealed class RedisCheck(IServiceProvider provider) : IHealthCheck
{
    private static readonly RedisKey Nothing = "workers:ready"; // never there, so that deleting it changes nothing
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken)
    {
        if (provider.GetService<IConnectionMultiplexer>() is not { } redis)
            return HealthCheckResult.Healthy();

        try
        {
            await redis.GetDatabase().ExecuteAsync("DEL", Nothing).WaitAsync(Limit, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (RedisServerException)
        {
            return HealthCheckResult.Unhealthy("Redis takes no writes.");
        }
        catch (Exception failure) when (failure is RedisException or TimeoutException)
        {
            return HealthCheckResult.Unhealthy("Redis does not answer.");
        }
    }
}
