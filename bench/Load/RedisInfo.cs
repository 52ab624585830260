using System.Globalization;
using StackExchange.Redis;

namespace Workers.Load;

/// <summary>What the Redis server says of itself.</summary>
internal static class RedisInfo
{
    public static async Task<double> CpuMicrosecondsAsync(IConnectionMultiplexer redis)
    {
        var cpu = await SectionAsync(redis, "cpu");
        return (Number(cpu["used_cpu_sys"]) + Number(cpu["used_cpu_user"])) * 1e6;
    }

    /// <summary>Bytes that it has allocated.</summary>
    public static async Task<long> UsedMemoryAsync(Servers servers)
    {
        await using var redis = await ConnectionMultiplexer.ConnectAsync(servers.Redis + ",allowAdmin=true");
        return (long)Number((await SectionAsync(redis, "memory"))["used_memory"]);
    }

    private static async Task<Dictionary<string, string>> SectionAsync(IConnectionMultiplexer redis, string section) =>
        (await redis.GetServers()[0].InfoAsync(section)).SelectMany(lines => lines)
        .ToDictionary(line => line.Key, line => line.Value);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
