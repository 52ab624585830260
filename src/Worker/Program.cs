using Workers.Hosting;
using Workers.Hosting.Health;
using Workers.Worker;

return await WorkersHost.RunAsync(args, "http://127.0.0.1:8081",
    builder => builder.AddWorker(builder.AddHosting()),
    app => app.MapProbes());
