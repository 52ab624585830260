using System.Globalization;
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
    private const double MicrosecondsPerTick = 10_000; // Linux counts in hundredths of a second

    public static async Task<CpuTime> NowAsync(Servers servers, IConnectionMultiplexer redis) => new(
        Environment.CpuUsage.TotalTime.TotalMicroseconds,
        await OfRedisAsync(redis),
        servers.BrokerProcess is { } broker ? OfTree(broker) : null);

    /// <summary>What one of <paramref name="count"/> cost since <paramref name="start"/>.</summary>
    public CpuTime PerOne(CpuTime start, int count) => new(
        Math.Round((Client - start.Client) / count), Math.Round((Redis - start.Redis) / count),
        Broker is { } now ? Math.Round((now - start.Broker ?? 0) / count) : null);

    private static async Task<double> OfRedisAsync(IConnectionMultiplexer redis)
    {
        var info = (await redis.GetServers()[0].InfoAsync("cpu")).SelectMany(section => section)
            .ToDictionary(line => line.Key, line => double.Parse(line.Value, CultureInfo.InvariantCulture));
        return (info["used_cpu_sys"] + info["used_cpu_user"]) * 1e6;
    }

    private static double OfTree(int process)
    {
        var stat = File.ReadAllText($"/proc/{process}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        var children = File.ReadAllText($"/proc/{process}/task/{process}/children")
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return (double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture))
            * MicrosecondsPerTick + children.Sum(child => OfTree(int.Parse(child, CultureInfo.InvariantCulture)));
    }
}
