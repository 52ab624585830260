using Workers.Hosting;
using Workers.Hosting.Health;
using Workers.Ingress;
using Workers.Standalone.Start;
using Workers.Standalone.Store;
using Workers.Worker;

using var folder = new DataFolder();
using var store = new EmbeddedStore(); // ends after the host, and so after everything that uses it
return await WorkersHost.RunAsync(args, "http://127.0.0.1:8080",
    builder =>
    {
        builder.AddStandalone(folder, store);
        builder.AddWorker(builder.AddHosting(requireConnections: false)).AddIngress();
    },
    app =>
    {
        app.MapProbes().MapIngress();
        app.Services.GetRequiredService<Welcome>().PrintWhenReady(app);
    });
