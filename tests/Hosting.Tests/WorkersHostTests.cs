using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Workers.Hosting.Tests;

/// <summary>Shares the console with nothing else that runs at the same time.</summary>
[Collection("console")]
public sealed class WorkersHostTests
{
    [Fact]
    public async Task A_refused_start_is_one_sentence_on_stderr_and_exit_code_1()
    {
        var (code, error) = await RunAsync("--Worker:Slotz=8");
        Assert.Equal(1, code);
        Assert.StartsWith("Worker:Slotz is not a setting;", error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task A_background_service_that_fails_is_one_sentence_on_stderr_and_exit_code_1()
    {
        var (code, error) = await RunAsync(host =>
        {
            host.Logging.ClearProviders();
            host.Services.AddHostedService<Failing>();
        });
        Assert.Equal(1, code);
        Assert.Equal("Failing failed: The data is of another version.", error.TrimEnd());
    }

    [Fact]
    public async Task What_fails_because_it_was_told_to_stop_is_an_orderly_stop()
    {
        var (code, error) = await RunAsync(host =>
        {
            host.Logging.ClearProviders();
            host.Services.AddHostedService<FailingToStop>();
        });
        Assert.Equal((0, ""), (code, error));
    }

    private static Task<(int Code, string Error)> RunAsync(params string[] args) => RunAsync(b => b.AddHosting(), args);

    private static async Task<(int Code, string Error)> RunAsync(Action<WebApplicationBuilder> add, params string[] args)
    {
        var stderr = Console.Error;
        await using var error = new StringWriter();
        Console.SetError(error);
        try
        {
            var code = await WorkersHost.RunAsync(args, "http://127.0.0.1:0", add, _ => { });
            return (code, error.ToString());
        }
        finally
        {
            Console.SetError(stderr);
        }
    }

    private sealed class Failing : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            await Task.Yield();
            throw new InvalidOperationException("The data is of another version.");
        }
    }

    private sealed class FailingToStop(IHostApplicationLifetime lifetime) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            lifetime.ApplicationStarted.Register(lifetime.StopApplication);
            await Task.Delay(Timeout.Infinite, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw new IOException("The connection is gone.");
        }
    }
}
