using Workers.Hosting;
using Workers.Hosting.Health;
using Workers.Ingress;

return await WorkersHost.RunAsync(args, "http://127.0.0.1:8080",
    builder =>
    {
        builder.AddHosting();
        builder.AddIngress();
    },
    app =>
    {
        app.MapProbes();
        app.MapIngress();
    });
