using Workers.Hosting.Messaging;
using Workers.Hosting.Options;
using Workers.Standalone.Store;

namespace Workers.Standalone.Start;

/// <summary>Fills in what a first try does not want to configure: the store, the queue and a tenant.</summary>
internal static class StandaloneRegistration
{
    /// <summary>Call it before anything reads the settings; what is configured already stays as it is.</summary>
    public static void AddStandalone(this WebApplicationBuilder builder, DataFolder folder, EmbeddedStore store)
    {
        var given = AllOptions.Read(builder.Configuration, requireConnections: false);
        var filled = new Dictionary<string, string?>();
        folder.Take(given.Standalone.Data);
        if (given.ConnectionStrings.Redis.Length == 0)
        {
            store.Start(folder);
            builder.Services.AddSingleton(store).AddHostedService<StoreWatch>();
            filled["ConnectionStrings:Redis"] = store.ConnectionString;
        }

        if (given.ConnectionStrings.RabbitMq.Length == 0)
            builder.Services.UseInMemoryHints();
        var demoKey = given.Tenants.Count == 0 ? DemoTenant.ApiKey(folder) : null;
        if (demoKey is not null)
            filled[$"Tenants:{DemoTenant.Id}:ApiKeys:0"] = demoKey;
        builder.Services.AddSingleton(new Welcome(demoKey)).AddHostedService<WarmUp>();
        builder.Logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning); // the welcome says it
        builder.Configuration.AddInMemoryCollection(filled);
    }
}
