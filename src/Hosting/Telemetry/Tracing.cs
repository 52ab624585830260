using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Workers.Hosting.Telemetry;

/// <summary>Traces in W3C's form, sent by OTLP when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says where to; else they cost
/// nothing.</summary>
public static class Tracing
{
    /// <summary>The source of all spans that are ours.</summary>
    public static ActivitySource Source { get; } = new("Workers");

    internal static void Add(WebApplicationBuilder builder)
    {
        if (string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
            return;

        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(builder.Environment.ApplicationName))
            .WithTracing(tracing => tracing
                .AddSource(Source.Name)
                .AddAspNetCoreInstrumentation(http => http.Filter = context => !IsProbe(context.Request.Path))
                .AddHttpClientInstrumentation()
                .AddOtlpExporter());
    }

    private static bool IsProbe(string? path) => path is "/metrics" or "/healthz/live" or "/healthz/ready";
}
