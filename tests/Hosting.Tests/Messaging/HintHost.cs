using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Workers.Contracts;
using Workers.Contracts.V1;
using Workers.Hosting.Messaging;
using Workers.Hosting.Options;

namespace Workers.Hosting.Tests.Messaging;

/// <summary>A process that publishes hints, and consumes those of queries when it is given something to do with
/// them.</summary>
internal sealed class HintHost : IAsyncDisposable
{
    private readonly IHost _host;

    private HintHost(IHost host) => _host = host;

    public IHintQueue Hints => _host.Services.GetRequiredService<IHintQueue>();

    public IServiceProvider Services => _host.Services;

    public static async Task<HintHost> StartAsync(
        string? broker, Func<ConsumeContext<QueryReady>, Task>? consume = null, int slots = 8,
        TimeProvider? time = null)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSingleton(new ConnectionOptions { RabbitMq = broker ?? "" });
        builder.Services.AddSingleton(new WorkerOptions { DrainTimeout = TimeSpan.FromSeconds(5) });
        builder.Services.AddSingleton(time ?? TimeProvider.System);
        if (broker is null)
            builder.Services.UseInMemoryHints();
        builder.Services.AddHintPublisher();
        if (consume is not null)
            builder.Services.AddSingleton(consume)
                .AddHintConsumers(hints => hints.On<QueryReady, Consumer>(QueueNames.Queries, slots));
        var host = new HintHost(builder.Build());
        await host._host.StartAsync();
        return host;
    }

    /// <summary>What a bug or an unknown failure of the bus would do: the process goes on, and nobody
    /// consumes.</summary>
    public Task StopConsumingAsync() => Services.GetRequiredService<IBusControl>().StopAsync(TimeSpan.FromSeconds(10));

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
    }

    private sealed class Consumer(Func<ConsumeContext<QueryReady>, Task> consume) : IConsumer<QueryReady>
    {
        public Task Consume(ConsumeContext<QueryReady> context) => consume(context);
    }
}
