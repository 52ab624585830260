using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using StackExchange.Redis;

namespace Workers.Hosting.Health;

/// <summary>Ready when the store takes a write within a second; to answer is not enough, since a replica does that too. Of a
/// cluster one node that does is enough: what belongs to the others is refused, and no ingress is missed for it.</summary>
internal sealed class RedisCheck(IServiceProvider provider) : IHealthCheck
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    // Never there, so that deleting them changes nothing; enough of them to meet each node of a cluster.
    private static readonly RedisKey[] Nothing =
        [.. Enumerable.Range(0, 16).Select(i => (RedisKey)$"workers:ready:{i}")];

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken)
    {
        if (provider.GetService<IConnectionMultiplexer>() is not { } redis)
            return HealthCheckResult.Healthy();

        var database = redis.GetDatabase();
        var writes = Nothing.Select(key => database.ExecuteAsync("DEL", key).WaitAsync(Limit, cancellationToken));
        var isAnswered = false;
        await foreach (var write in Task.WhenEach(writes))
        {
            if (write.IsCompletedSuccessfully)
                return HealthCheckResult.Healthy();
            isAnswered |= write.Exception?.InnerException is RedisServerException;
        }

        return HealthCheckResult.Unhealthy(isAnswered ? "Redis takes no writes." : "Redis does not answer.");
    }
}
