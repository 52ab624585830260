using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Workers.Worker.Tests.Agent;

/// <summary>A model's HTTP server in this process that answers as it is told and keeps what it was asked.</summary>
internal sealed class ModelServer : IAsyncDisposable
{
    private readonly WebApplication app;

    private ModelServer(Func<HttpContext, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            Requests.Enqueue(new Seen(
                context.Request.Path, await reader.ReadToEndAsync(), context.Request.Headers.ToDictionary()));
            await answer(context);
        });
    }

    public ConcurrentQueue<Seen> Requests { get; } = [];

    public Uri Endpoint => new(app.Urls.First() + "/v1");

    public static async Task<ModelServer> StartAsync(Func<HttpContext, Task> answer)
    {
        var server = new ModelServer(answer);
        await server.app.StartAsync();
        return server;
    }

    public static Task<ModelServer> StartAsync(int status, string body, string? retryAfter = null) =>
        StartAsync(async context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = "application/json";
            if (retryAfter is not null)
                context.Response.Headers.RetryAfter = retryAfter;
            await context.Response.WriteAsync(body, Encoding.UTF8);
        });

    public async ValueTask DisposeAsync()
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await app.StopAsync(stop.Token);
        await app.DisposeAsync();
    }

    internal sealed record Seen(
        string Path, string Body, Dictionary<string, Microsoft.Extensions.Primitives.StringValues> Headers);
}
