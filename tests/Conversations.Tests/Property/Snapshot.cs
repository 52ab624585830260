using System.Globalization;
using StackExchange.Redis;

namespace Workers.Conversations.Tests.Property;

/// <summary>A key as it is in Redis: its fields (hash: field and value, sorted set: member and score, list: item and place).</summary>
internal sealed record Entry(string Key, long Ttl, IReadOnlyList<KeyValuePair<string, string>> Fields)
{
    public IEnumerable<string> Names => Fields.Select(pair => pair.Key);
    public string? this[string name] => Fields.Where(pair => pair.Key == name).Select(pair => pair.Value).FirstOrDefault();
}

/// <summary>Everything that is in a database.</summary>
internal sealed class Snapshot
{
    private const string Script =
        """
        local out = {}
        for _, key in ipairs(redis.call('KEYS', '*')) do
          local kind, value = redis.call('TYPE', key).ok, {}
          if kind == 'hash' then value = redis.call('HGETALL', key)
          elseif kind == 'zset' then value = redis.call('ZRANGE', key, 0, -1, 'WITHSCORES')
          elseif kind == 'list' then
            for i, item in ipairs(redis.call('LRANGE', key, 0, -1)) do value[2 * i - 1], value[2 * i] = item, tostring(i) end
          elseif kind == 'string' then value = { redis.call('GET', key), '' } end
          out[#out + 1] = { key, redis.call('PTTL', key), value }
        end
        return out
        """;

    private readonly Dictionary<string, Entry> _entries;

    private Snapshot(IEnumerable<Entry> entries) => _entries = entries.ToDictionary(entry => entry.Key);

    public IEnumerable<Entry> Entries => _entries.Values;

    public static async Task<Snapshot> TakeAsync(IDatabase database)
    {
        var keys = (RedisResult[])(await database.ScriptEvaluateAsync(Script))!;
        return new Snapshot(keys.Select(key =>
        {
            var flat = (string[])key[2]!;
            var fields = Enumerable.Range(0, flat.Length / 2).Select(i => KeyValuePair.Create(flat[2 * i], flat[2 * i + 1]));
            return new Entry((string)key[0]!, (long)key[1], [.. fields]);
        }));
    }

    public Entry Of(string key) => _entries.GetValueOrDefault(key) ?? new Entry(key, -2, []);

    /// <summary>What stands behind a prefix of a key's kind, such as <c>q:</c>, in all buckets.</summary>
    public IEnumerable<string> Names(string kind) => _entries.Keys
        .Select(key => key[(key.IndexOf('}', StringComparison.Ordinal) + 2)..])
        .Where(name => name.StartsWith(kind, StringComparison.Ordinal)).Select(name => name[kind.Length..]);

    public static long Number(string? text) =>
        text is null ? 0 : (long)double.Parse(text, CultureInfo.InvariantCulture);
}
