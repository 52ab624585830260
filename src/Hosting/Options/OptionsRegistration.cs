using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Workers.Hosting.Options;

/// <summary>Makes the settings a matter of the start: read once, checked, and handed out as plain objects.</summary>
public static class OptionsRegistration
{
    // What a stopping host needs beside the drain: to close its connections and to write its last log lines.
    private static readonly TimeSpan ShutdownMargin = TimeSpan.FromSeconds(15);

    /// <summary>Reads and checks every section, and registers each options record as a singleton of its own
    /// type.</summary>
    /// <exception cref="ConfigurationException">A value is wrong or missing, or a key is unknown.</exception>
    public static AllOptions AddWorkersOptions(this WebApplicationBuilder builder, bool requireConnections = true)
    {
        var all = AllOptions.Read(builder.Configuration, requireConnections);
        builder.Services
            .AddSingleton(all.ConnectionStrings).AddSingleton(new TenantsOptions(all.Tenants))
            .AddSingleton(all.Operators).AddSingleton(all.Ingress).AddSingleton(all.Agent)
            .AddSingleton(all.Worker).AddSingleton(all.Webhooks).AddSingleton(all.Context)
            .AddSingleton(all.Queries).AddSingleton(all.Redis).AddSingleton(all.Standalone)
            .Configure<HostOptions>(host => host.ShutdownTimeout = all.Worker.DrainTimeout + ShutdownMargin);
        return all;
    }
}
