using Workers.Hosting;
using Workers.Standalone.Start;
using Workers.Standalone.Store;

using var folder = new DataFolder();
using var store = new EmbeddedStore(); // ends after the host, and so after everything that uses it
return await WorkersHost.RunAsync(args, "http://127.0.0.1:8080",
    builder =>
    {
        builder.AddStandalone(folder, store);
        builder.AddHosting(requireConnections: false);
    },
    app => app.Services.GetRequiredService<Welcome>().PrintWhenReady(app));
