using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using RabbitMQ.Client;
using StackExchange.Redis;

namespace Workers.Load;

/// <summary>What was measured: the servers, the clients and the runtime.</summary>
internal static class Versions
{
    public static async Task<IReadOnlyDictionary<string, string>> OfAsync(Servers servers)
    {
        await using var redis = await ConnectionMultiplexer.ConnectAsync(servers.Redis);
        await using var broker = await new ConnectionFactory { Uri = new Uri(servers.RabbitMq) }.CreateConnectionAsync();
        return new Dictionary<string, string>
        {
            ["rabbitmq"] = Encoding.UTF8.GetString((byte[])broker.ServerProperties!["version"]!),
            ["redis"] = redis.GetServers()[0].Version.ToString(),
            ["rabbitmqClient"] = Of(typeof(ConnectionFactory)),
            ["stackExchangeRedis"] = Of(typeof(ConnectionMultiplexer)),
            ["massTransit"] = Of(typeof(MassTransit.IBus)),
            ["runtime"] = RuntimeInformation.FrameworkDescription,
        };
    }

    private static string Of(Type type) =>
        type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
