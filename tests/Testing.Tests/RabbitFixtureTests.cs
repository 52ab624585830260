using System.Text;
using RabbitMQ.Client;

namespace Workers.Testing.Tests;

public sealed class RabbitFixtureTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    [SkippableFact]
    public async Task A_killed_broker_comes_back_with_its_durable_messages()
    {
        await using var server = await RabbitServer.StartAsync();
        var host = await server.CreateVirtualHostAsync("kept");
        await PublishAsync(host, "durable");
        await server.SyncAsync();
        await server.RestartAsync();
        var queue = await Eventually.AsAsync(
            () => server.QueueAsync("durable", "kept"), queue => queue?.Ready == 1, Bound, "the message is back");
        Assert.Equal("quorum", queue!.Type);
        Assert.Equal("quorum", queue.Arguments["x-queue-type"]);
    }

    [SkippableFact]
    public async Task Two_brokers_run_side_by_side_and_know_nothing_of_each_other()
    {
        var servers = await Task.WhenAll(RabbitServer.StartAsync(), RabbitServer.StartAsync());
        await using var one = servers[0];
        await using var other = servers[1];
        await PublishAsync(one.ConnectionString, "only-here");
        Assert.NotNull(await one.QueueAsync("only-here"));
        Assert.Null(await other.QueueAsync("only-here"));
    }

    [SkippableFact]
    public async Task A_memory_alarm_holds_publishers_until_it_is_cleared()
    {
        await using var server = await RabbitServer.StartAsync();
        await PublishAsync(server.ConnectionString, "warm");
        await server.RaiseMemoryAlarmAsync();
        var publish = PublishAsync(server.ConnectionString, "held");
        Assert.NotSame(publish, await Task.WhenAny(publish, Task.Delay(500)));
        await server.ClearMemoryAlarmAsync();
        await publish.WaitAsync(Bound);
    }

    private static async Task PublishAsync(string connectionString, string queue)
    {
        var factory = new ConnectionFactory { Uri = new Uri(connectionString) };
        await using var connection = await factory.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        var quorum = new Dictionary<string, object?> { ["x-queue-type"] = "quorum" };
        await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, arguments: quorum);
        await channel.BasicPublishAsync("", queue, mandatory: true, new BasicProperties { Persistent = true },
            Encoding.UTF8.GetBytes("a message"));
    }
}
