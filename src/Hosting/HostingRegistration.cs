using Microsoft.AspNetCore.Builder;
using Workers.Hosting.Health;
using Workers.Hosting.Options;
using Workers.Hosting.Telemetry;

namespace Workers.Hosting;

/// <summary>What every host has, whatever it does.</summary>
public static class HostingRegistration
{
    /// <summary>Reads and checks the settings, then adds logs, traces and probes. Call it once, before what needs
    /// settings.</summary>
    /// <exception cref="ConfigurationException">A value is wrong or missing, or a key is unknown.</exception>
    public static AllOptions AddHosting(this WebApplicationBuilder builder, bool requireConnections = true)
    {
        var all = builder.AddWorkersOptions(requireConnections);
        Logs.Add(builder);
        Tracing.Add(builder);
        Probes.Add(builder.Services);
        return all;
    }
}
