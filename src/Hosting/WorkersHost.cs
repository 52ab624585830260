using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Workers.Hosting.Options;

namespace Workers.Hosting;

/// <summary>The life of every host: build, run until SIGTERM; a refusal of the configuration, or a background
/// service that fails, is one sentence and exit code 1.</summary>
public static class WorkersHost
{
    /// <summary>Runs a host to its end.</summary>
    /// <param name="args">The command line, which may set any setting: <c>--Worker:Slots=8</c>.</param>
    /// <param name="defaultUrl">Where the host listens when nothing else, such as <c>ASPNETCORE_URLS</c>, says
    /// so.</param>
    /// <param name="add">Registers what the host is made of.</param>
    /// <param name="map">Maps its routes.</param>
    /// <returns>The exit code: 0 after an orderly stop, 1 when the start was refused or a background service
    /// failed.</returns>
    public static async Task<int> RunAsync(
        string[] args, string defaultUrl, Action<WebApplicationBuilder> add, Action<WebApplication> map)
    {
        try
        {
            var builder = WebApplication.CreateBuilder(args);
            if (!IsListening(builder))
                builder.WebHost.UseUrls(defaultUrl);
            add(builder);
            await using var app = builder.Build();
            map(app);
            BackgroundService? failed = null;
            app.Lifetime.ApplicationStopping.Register(() => failed = Failed(app));
            await RunAsync(app);
            return failed is null ? Environment.ExitCode : await ToldAsync(failed);
        }
        catch (Exception refusal) when (Sentence(refusal) is not null)
        {
            await Console.Error.WriteLineAsync(Sentence(refusal));
            return 1;
        }
    }

    private static async Task RunAsync(WebApplication app)
    {
        var lifetime = app.Lifetime;
        try
        {
            await app.StartAsync();
            await app.WaitForShutdownAsync();
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // told to stop before the start was over: an orderly stop too
        }
        finally
        {
            lifetime.StopApplication(); // what runs already when a start fails is not to call its end a failure
        }
    }

    // A background service that fails stops its host in order: without this the process would end as if it was told to.
    // What fails later, because it was told to stop, does not count.
    private static BackgroundService? Failed(WebApplication app) => app.Services.GetServices<IHostedService>()
        .OfType<BackgroundService>().FirstOrDefault(service => service.ExecuteTask is { IsFaulted: true });

    private static async Task<int> ToldAsync(BackgroundService failed)
    {
        var reason = OneLine(failed.ExecuteTask!.Exception!.GetBaseException().Message);
        await Console.Error.WriteLineAsync($"{failed.GetType().Name} failed: {reason}");
        return 1;
    }

    private static bool IsListening(WebApplicationBuilder builder) =>
        Array.Exists(["urls", "http_ports", "https_ports"], key => !string.IsNullOrEmpty(builder.Configuration[key]))
        || builder.Configuration.GetSection("Kestrel:Endpoints").GetChildren().Any();

    private static string? Sentence(Exception refusal) => refusal switch
    {
        ConfigurationException => refusal.Message,
        InvalidDataException => OneLine($"{refusal.Message} {refusal.InnerException?.Message}"),
        IOException { InnerException: AddressInUseException } => refusal.Message,
        _ => null,
    };

    private static string OneLine(string text) => text.ReplaceLineEndings(" ").Trim();
}
