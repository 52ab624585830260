using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Workers.Hosting.Health;

/// <summary>A process that consumes is ready when its bus does; one that only publishes is ready without the
/// broker.</summary>
internal sealed class RabbitMqCheck(IServiceProvider provider) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken)
    {
        var isConsuming = provider.GetService<IBusControl>()?.CheckHealth().Status is null or BusHealthStatus.Healthy;
        return Task.FromResult(isConsuming
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy("Nothing is consumed from RabbitMQ."));
    }
}
