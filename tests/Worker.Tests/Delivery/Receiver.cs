using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Workers.Worker.Tests.Delivery;

/// <summary>What reached a receiver.</summary>
internal sealed record Received(string Path, string Method, IHeaderDictionary Headers, byte[] Body);

/// <summary>A real HTTP server on this machine that answers as a test says.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication app;

    private readonly string path = $"/hook-{Guid.NewGuid():N}"; // an address that no other test has

    private Receiver(WebApplication app) => this.app = app;

    public ConcurrentQueue<Received> Inbox { get; } = new();

    public Uri Url => new(app.Urls.First() + path + "?secret=1");

    public static async Task<Receiver> StartAsync(RequestDelegate answer, bool tls = false)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0,
            listen => _ = tls ? listen.UseHttps(Certificate.SelfSigned()) : listen));
        var receiver = new Receiver(builder.Build());
        receiver.app.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            receiver.Inbox.Enqueue(new Received(context.Request.Path, context.Request.Method,
                new HeaderDictionary(context.Request.Headers.ToDictionary()), body.ToArray()));
            await answer(context);
        });
        await receiver.app.StartAsync();
        return receiver;
    }

    public static Task<Receiver> StartAsync(int code, params (string Name, string Value)[] headers) =>
        StartAsync(context =>
        {
            context.Response.StatusCode = code;
            foreach (var (name, value) in headers)
                context.Response.Headers[name] = value;
            return Task.CompletedTask;
        });

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await app.StopAsync(now.Token);
        await app.DisposeAsync();
    }
}
