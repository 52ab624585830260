using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Prometheus;

namespace Workers.Hosting.Health;

/// <summary>What orchestrators and Prometheus ask every host: is it alive, is it ready, what are its numbers.</summary>
public static class Probes
{
    private const string Live = "workers-live";
    private const string Ready = "workers-ready";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    /// <summary>Maps <c>/healthz/live</c>, <c>/healthz/ready</c> and <c>/metrics</c>, which need no key.</summary>
    public static WebApplication MapProbes(this WebApplication app)
    {
        app.MapHealthChecks("/healthz/live", Answer(Live)).AllowAnonymous();
        app.MapHealthChecks("/healthz/ready", Answer(Ready)).AllowAnonymous();
        app.MapMetrics("/metrics").AllowAnonymous();
        return app;
    }

    internal static void Add(IServiceCollection services) => services.AddHealthChecks()
        .AddCheck<ConsumerCheck>("consumers", tags: [Live], timeout: Limit)
        .AddCheck<RedisCheck>("redis", tags: [Ready], timeout: Limit)
        .AddCheck<RabbitMqCheck>("rabbitmq", tags: [Ready], timeout: Limit);

    private static HealthCheckOptions Answer(string tag) => new()
    {
        Predicate = check => check.Tags.Contains(tag),
        ResponseWriter = WriteAsync,
    };

    private static Task WriteAsync(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(new
    {
        status = report.Status.ToString().ToLowerInvariant(),
        checks = report.Entries.ToDictionary(check => check.Key, check => new
        {
            status = check.Value.Status.ToString().ToLowerInvariant(),
            description = check.Value.Description,
        }),
    }, context.RequestAborted);
}
