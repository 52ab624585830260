using System.Text.Json.Serialization;
using StackExchange.Redis;

namespace Workers.Load;

/// <summary>Processor time in microseconds, by who spent it: unlike a rate, hardly changed by what else the machine does.</summary>
/// <param name="Client">This process: ingress and worker, or the bare clients.</param>
/// <param name="Redis">The Redis server.</param>
/// <param name="Broker">RabbitMQ; null when it was named, not started here.</param>
internal sealed record CpuTime(
    [property: JsonPropertyName("client")] double Client, [property: JsonPropertyName("redis")] double Redis,
    [property: JsonPropertyName("broker")] double? Broker)
{
    public static async Task<CpuTime> NowAsync(Servers servers, IConnectionMultiplexer redis) => new(
        Environment.CpuUsage.TotalTime.TotalMicroseconds,
        await RedisInfo.CpuMicrosecondsAsync(redis),
        servers.BrokerProcess is { } broker ? ProcessUse.CpuOfTree(broker) : null);

    /// <summary>What one of <paramref name="count"/> cost since <paramref name="start"/>.</summary>
    public CpuTime PerOne(CpuTime start, int count) => new(
        Math.Round((Client - start.Client) / count), Math.Round((Redis - start.Redis) / count),
        Broker is { } now ? Math.Round((now - start.Broker ?? 0) / count) : null);
}
