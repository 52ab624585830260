using StackExchange.Redis;

namespace Workers.Ingress.Tests.Contract;

/// <summary>What a Redis holds, seen over a connection of its own that has the patience of a busy machine.</summary>
internal sealed class RedisContents : IAsyncDisposable
{
    private readonly ConnectionMultiplexer _connection;

    private RedisContents(ConnectionMultiplexer connection) => _connection = connection;

    public static async Task<RedisContents> OfAsync(string redis) =>
        new(await ConnectionMultiplexer.ConnectAsync($"{redis},connectTimeout=30000,syncTimeout=30000,asyncTimeout=30000"));

    /// <summary>All keys but those of some kinds: what stands behind the bucket.</summary>
    public IReadOnlyList<string> KeysBut(params string[] kinds) =>
        [.. _connection.GetServer(_connection.GetEndPoints()[0]).Keys().Select(key => $"{key}")
            .Where(key => !kinds.Contains(key.Split(':')[1])).Order(StringComparer.Ordinal)];

    /// <summary>The same with their contents.</summary>
    public async Task<HashSet<string>> AllButAsync(params string[] kinds)
    {
        var all = new HashSet<string>(StringComparer.Ordinal);
        foreach (var key in KeysBut(kinds))
            all.Add($"{key} = {await ContentAsync(_connection.GetDatabase(), key)}");
        return all;
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private static async Task<string> ContentAsync(IDatabase redis, RedisKey key) => await redis.KeyTypeAsync(key) switch
    {
        RedisType.Hash => string.Join(' ', (await redis.HashGetAllAsync(key)).Select(field => $"{field}").Order(StringComparer.Ordinal)),
        RedisType.SortedSet => string.Join(' ', await redis.SortedSetRangeByRankWithScoresAsync(key)),
        RedisType.List => string.Join(' ', await redis.ListRangeAsync(key)),
        var type => type == RedisType.String ? $"{await redis.StringGetAsync(key)}" : throw new NotSupportedException($"{type}"),
    };
}
