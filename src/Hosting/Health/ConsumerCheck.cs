using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Workers.Hosting.Messaging;

namespace Workers.Hosting.Health;

/// <summary>Alive unless a consumer is dead while the broker is there; a broker or a store that is away is no reason
/// to be restarted.</summary>
internal sealed class ConsumerCheck(IServiceProvider provider) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken) =>
        Task.FromResult(provider.GetService<ConsumerWatch>()?.Dead is { } queue
            ? HealthCheckResult.Unhealthy($"The consumer of {queue} is dead.")
            : HealthCheckResult.Healthy());
}
