using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Workers.Hosting.Options;

namespace Workers.Repository.Tests.Deployment;

/// <summary>Reads environment variables as our hosts do.</summary>
internal static class KnownSettings
{
    private static readonly HashSet<string> Sections =
        [.. typeof(AllOptions).GetProperties().Select(section => section.Name)];

    /// <summary>Fails with the host's own sentence when a variable is no setting or has a wrong value.</summary>
    public static AllOptions Read(IEnumerable<KeyValuePair<string, string?>> environment)
    {
        var settings = environment.Where(variable => variable.Key.Contains("__"))
            .ToDictionary(variable => variable.Key.Replace("__", ":"), variable => variable.Value);
        Assert.All(settings.Keys, key => Assert.Contains(key.Split(':')[0], Sections));
        return AllOptions.Read(
            new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), requireConnections: true);
    }

    /// <summary>How long a worker with these settings may take from SIGTERM to its end.</summary>
    public static TimeSpan ShutdownTimeout(IEnumerable<KeyValuePair<string, string?>> environment)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Configuration.AddInMemoryCollection(
            environment.Select(variable => KeyValuePair.Create(variable.Key.Replace("__", ":"), variable.Value)));
        builder.AddWorkersOptions(requireConnections: false);
        using var services = builder.Services.BuildServiceProvider();
        return services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout;
    }
}
