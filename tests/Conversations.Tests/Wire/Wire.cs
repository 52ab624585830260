using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using StackExchange.Redis;

namespace Workers.Conversations.Tests;

/// <summary>A script call as Redis answered it.</summary>
internal sealed record ScriptCall(string Name, string[] Keys, string[] Arguments, RedisResult Result);

/// <summary>Stands between a store and its server: gives the scripts a clock of the test's, rewrites their text, sees each
/// call, and loses answers of calls that were applied.</summary>
internal sealed class Wire
{
    private const string ServerClock = "redis.call('TIME')";
    private const string TestClock =
        "(function() local t = redis.call('GET', string.match(KEYS[1], '^{[^}]*}') .. ':clock') "
        + "return { math.floor(t / 1000), t % 1000 * 1000 } end)()";

    private static readonly Dictionary<string, string> Names = typeof(ConversationStore).Assembly
        .GetType("Workers.Conversations.Redis.Scripts")!.GetFields(BindingFlags.Public | BindingFlags.Static)
        .ToDictionary(field => (string)field.GetValue(null)!, field => field.Name);

    private readonly Dictionary<string, string> _texts;
    private readonly Lock _seeing = new();
    private int _refused;

    /// <summary>Every script as it is, or as <paramref name="rewrite"/> makes it.</summary>
    public Wire(Func<string, string>? rewrite = null)
    {
        _texts = Names.Keys.ToDictionary(
            text => text, text => (rewrite?.Invoke(text) ?? text).Replace(ServerClock, TestClock, StringComparison.Ordinal));
        IsRewritten = Names.Keys.Any(text => (rewrite?.Invoke(text) ?? text) != text);
    }

    /// <summary>The clock of the scripts, Unix milliseconds.</summary>
    public long Now { get; set; } = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

    public static IEnumerable<string> ScriptNames => Names.Values;

    /// <summary>True when a rewriting changed any script.</summary>
    public bool IsRewritten { get; }

    /// <summary>Sees each call that Redis answered, one after the other.</summary>
    public Action<ScriptCall>? Seen { get; set; }

    /// <summary>Called before a plain read of a key is sent.</summary>
    public Action<string>? Reading { get; set; }

    /// <summary>Set while Redis is full, so that the clock still goes.</summary>
    public bool IsRedisFull { get; set; }

    /// <summary>Set while Redis is away: no call of a store reaches it.</summary>
    public bool IsAway { get; set; }

    /// <summary>How many calls found it away.</summary>
    public int Refused => _refused;

    /// <summary>Counts down with each call; the answer of the call that makes it zero is lost.</summary>
    public int LoseAnswerIn { get; set; }

    /// <summary>Which script a text, or the SHA-1 of one, is; null when it is none of ours.</summary>
    public string? NameOf(string textOrHash) => Names.SelectMany(script => new[] { script.Key, _texts[script.Key] }
            .Select(text => (Text: text, script.Value)))
        .Where(script => script.Text == textOrHash || Hash(script.Text) == textOrHash)
        .Select(script => script.Value).FirstOrDefault();

    public void Advance(TimeSpan span) => Now += (long)span.TotalMilliseconds;

#pragma warning disable CA5350 // it is the name that Redis gives to a script
    private static string Hash(string text) => Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5350

    public IConnectionMultiplexer Over(IConnectionMultiplexer redis) => Interceptor.Around(redis, (method, arguments) =>
        method.Name == nameof(IConnectionMultiplexer.GetDatabase)
            ? Over(redis.GetDatabase((int)arguments[0]!, arguments[1]))
            : null);

    private IDatabase Over(IDatabase database) => Interceptor.Around(database, (method, arguments) =>
    {
        if (IsAway)
            Refuse();
        return method.Name == nameof(IDatabase.ScriptEvaluateAsync) && arguments[0] is string text
            ? RunAsync(database, text, (RedisKey[])arguments[1]!, (RedisValue[])arguments[2]!)
            : Tell(method, arguments);
    });

    private void Refuse()
    {
        Interlocked.Increment(ref _refused);
        throw new TimeoutException("Redis is away.");
    }

    private object? Tell(MethodInfo method, object?[] arguments)
    {
        if (method.Name == nameof(IDatabase.StringGetAsync) && arguments[0] is RedisKey key)
            Reading?.Invoke(key.ToString());
        return null;
    }

    private async Task<RedisResult> RunAsync(IDatabase database, string text, RedisKey[] keys, RedisValue[] arguments)
    {
        var first = (string)keys[0]!;
        var clock = first[..(first.IndexOf('}') + 1)] + ":clock";
        if (IsRedisFull)
            await database.ScriptEvaluateAsync("redis.call('DEL', KEYS[1]) redis.call('SET', KEYS[1], ARGV[1])", [clock], [Now]);
        else
            _ = database.StringSetAsync(clock, Now, flags: CommandFlags.FireAndForget);
        var result = await database.ScriptEvaluateAsync(_texts[text], keys, arguments);
        lock (_seeing)
        {
            Seen?.Invoke(new ScriptCall(
                Names[text], [.. keys.Select(key => (string)key!)], [.. arguments.Select(value => (string)value!)], result));
            if (LoseAnswerIn > 0 && --LoseAnswerIn == 0)
                throw new AnswerLostException(Names[text]);
        }
        return result;
    }
}

/// <summary>The call was applied, and its caller does not know.</summary>
internal sealed class AnswerLostException(string script) : TimeoutException($"The answer of {script} was lost.");
