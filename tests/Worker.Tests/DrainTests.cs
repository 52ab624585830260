using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Prometheus;
using StackExchange.Redis;
using Workers.Contracts;
using Workers.Conversations;
using Workers.Hosting;
using Workers.Hosting.Messaging;
using Workers.Testing;

namespace Workers.Worker.Tests;

/// <summary>What a whole worker does with hints that come while it stops.</summary>
public sealed class DrainTests(SharedRedis redis, SharedRabbit rabbit) : IClassFixture<SharedRedis>, IClassFixture<SharedRabbit>
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_hint_that_comes_in_a_drain_is_handed_back_once(bool inMemory)
    {
        var listener = new SlowToStop();
        await using var host = await StartAsync(inMemory, listener);
        var (store, hints) = (host.Services.GetRequiredService<ConversationStore>(), host.Services.GetRequiredService<IHintQueue>());
        await Eventually.TrueAsync(() => hints.IsReachable, Soon, "the broker is connected");
        var where = new ConversationRef("acme", $"c{Guid.NewGuid():N}");
        var content = new QueryContent { ConversationId = where.Id, Text = "Hello" };
        var submitted = (Submission.Accepted)await store.SubmitAsync(where, QueryId.New(where), content, 100);

        var before = await PublishesAsync();
        var stopping = host.StopAsync();
        await hints.PublishAsync(submitted.Next!, CancellationToken.None);
        await listener.IsStopped.WaitAsync(Soon);
        await stopping.WaitAsync(Soon);

        // This test's and the one that hands it back; a sweep may add a copy, which is handed back once too.
        Assert.InRange(await PublishesAsync() - before, 2, 4);
        if (!inMemory)
            await IsAnsweredAsync(submitted.Id);
    }

    private async Task IsAnsweredAsync(QueryId query)
    {
        await using var another = await StartAsync(inMemory: false, new SlowToStop());
        var store = another.Services.GetRequiredService<ConversationStore>();
        await Eventually.TrueAsync(
            async () => (await store.ReadQueryAsync("acme", query))!.Status == QueryStatus.Completed, Soon,
            "another worker has answered");
    }

    private async Task<WebApplication> StartAsync(bool inMemory, SlowToStop listener)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:Redis"] = redis.Server.ConnectionString,
            ["ConnectionStrings:RabbitMq"] = rabbit.Server.ConnectionString,
        });
        if (inMemory)
            builder.Services.UseInMemoryHints();
        builder.AddWorker(builder.AddHosting());
        builder.Services.AddSingleton<IHostedService>(listener);
        builder.Logging.ClearProviders();
        var host = builder.Build();
        await host.StartAsync();
        var connection = host.Services.GetRequiredService<IConnectionMultiplexer>();
        await Eventually.TrueAsync(() => connection.IsConnected, Soon, "Redis is connected");
        return host;
    }

    private static async Task<double> PublishesAsync()
    {
        using var text = new MemoryStream();
        await Metrics.DefaultRegistry.CollectAndExportAsTextAsync(text);
        var line = System.Text.Encoding.UTF8.GetString(text.ToArray()).Split('\n')
            .First(line => line.StartsWith("workers_publishes_total{message=\"QueryReady\"}", StringComparison.Ordinal));
        return double.Parse(line.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Stands for a listener whose last request takes a second: it stops before the consumers do.</summary>
    private sealed class SlowToStop : IHostedService
    {
        private readonly TaskCompletionSource stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task IsStopped => stopped.Task;

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public async Task StopAsync(CancellationToken cancellationToken)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
            stopped.SetResult();
        }
    }
}
