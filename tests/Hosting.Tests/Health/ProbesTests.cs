using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;
using Workers.Contracts;
using Workers.Contracts.V1;
using Workers.Hosting.Health;
using Workers.Hosting.Messaging;
using Workers.Hosting.Redis;
using Workers.Hosting.Tests.Messaging;
using Workers.Testing;

namespace Workers.Hosting.Tests.Health;

public sealed class ProbesTests
{
    private const string NoBroker = "amqp://guest:guest@127.0.0.1:1/";

    [SkippableFact]
    public async Task A_process_is_ready_while_redis_answers_and_lives_in_any_case()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var app = await StartAsync(redis.ConnectionString, isWorker: false);
        await IsAsync(app, "/healthz/ready", HttpStatusCode.OK);
        await redis.KillAsync();
        await IsAsync(app, "/healthz/ready", HttpStatusCode.ServiceUnavailable);
        await IsAsync(app, "/healthz/live", HttpStatusCode.OK);
        await redis.RestartAsync();
        await IsAsync(app, "/healthz/ready", HttpStatusCode.OK);
    }

    [SkippableFact]
    public async Task A_process_that_starts_without_redis_becomes_ready_when_it_comes()
    {
        await using var redis = await RedisServer.StartAsync();
        await redis.KillAsync();
        await using var app = await StartAsync(redis.ConnectionString, isWorker: false);
        await IsAsync(app, "/healthz/ready", HttpStatusCode.ServiceUnavailable);
        await redis.RestartAsync();
        await IsAsync(app, "/healthz/ready", HttpStatusCode.OK);
    }

    [SkippableFact]
    public async Task A_process_is_not_ready_while_its_redis_takes_no_writes()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var app = await StartAsync(redis.ConnectionString, isWorker: false);
        await IsAsync(app, "/healthz/ready", HttpStatusCode.OK);
        await using var operators = await ConnectionMultiplexer.ConnectAsync($"{redis.ConnectionString},allowAdmin=true");
        var server = operators.GetServers().Single();
        await server.ExecuteAsync("REPLICAOF", "127.0.0.1", "1");
        await IsAsync(app, "/healthz/ready", HttpStatusCode.ServiceUnavailable);
        await server.ExecuteAsync("REPLICAOF", "NO", "ONE");
        await IsAsync(app, "/healthz/ready", HttpStatusCode.OK);
    }

    [SkippableFact]
    public async Task A_cluster_of_which_a_node_hangs_is_ready()
    {
        await using var cluster = await RedisCluster.StartAsync();
        await using var app = await StartAsync(cluster.ConnectionString, isWorker: false);
        foreach (var node in cluster.Nodes)
        {
            await IsAsync(app, "/healthz/ready", HttpStatusCode.OK);
            node.Pause();
            using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(3) };
            var answer = await client.GetAsync(new Uri(new Uri(app.Urls.First()), "/healthz/ready"));
            node.Continue();
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    [SkippableFact]
    public async Task A_paused_redis_is_answered_for_within_three_seconds()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var app = await StartAsync(redis.ConnectionString, isWorker: false);
        await IsAsync(app, "/healthz/ready", HttpStatusCode.OK);
        redis.Pause();
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(3) };
        Assert.Equal(HttpStatusCode.ServiceUnavailable,
            (await client.GetAsync(new Uri(new Uri(app.Urls.First()), "/healthz/ready"))).StatusCode);
        redis.Continue();
    }

    [SkippableFact]
    public async Task A_worker_without_rabbitmq_lives_and_is_not_ready()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var app = await StartAsync(redis.ConnectionString, isWorker: true);
        await IsAsync(app, "/healthz/live", HttpStatusCode.OK);
        await IsAsync(app, "/healthz/ready", HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task Metrics_are_served_as_text()
    {
        await using var app = await StartAsync("127.0.0.1:1", isWorker: false);
        using var client = new HttpClient();
        Assert.Contains("workers_messages_unknown_total",
            await client.GetStringAsync(new Uri(new Uri(app.Urls.First()), "/metrics")), StringComparison.Ordinal);
    }

    private static async Task IsAsync(WebApplication app, string path, HttpStatusCode status)
    {
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        await Eventually.AsAsync(async () => (await client.GetAsync(new Uri(path, UriKind.Relative))).StatusCode,
            seen => seen == status, TimeSpan.FromSeconds(20), $"{path} is {status}");
    }

    private static async Task<WebApplication> StartAsync(string redis, bool isWorker)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(
            [new("ConnectionStrings:Redis", redis), new("ConnectionStrings:RabbitMq", NoBroker), new("Worker:DrainTimeout", "0s")]);
        builder.AddHosting();
        builder.Services.AddRedis().AddHintPublisher();
        if (isWorker)
            builder.Services.AddHintConsumers(hints => hints.On<QueryReady, SilentConsumer>(QueueNames.Queries, 1));
        var app = builder.Build();
        app.MapProbes();
        await app.StartAsync();
        return app;
    }
}
