using System.Text.Json;
using StackExchange.Redis;

namespace Workers.Conversations.Tests.Property;

/// <summary>A run: workers that die, come back late and forge, a broker that loses, doubles and reorders, a clock that jumps,
/// and a caller whose answers get lost. Everything follows from the seed.</summary>
internal sealed partial class World
{
    private const int TurnsKept = 4;
    private const int MaxPerConversation = 6;
    private static readonly ConversationRef[] Conversations = Neighbours();
    private readonly IConnectionMultiplexer _redis;
    private readonly Wire _wire;
    private readonly Random _random;
    private readonly Model _model;
    private readonly ConversationStore _store;
    private readonly List<string> _trace = [];
    private readonly List<(string Name, Func<Task> Call)> _repeats = [];
    private readonly List<object> _bag = [];
    private readonly List<object> _everPublished = [];
    private readonly List<Grant> _grants = [];
    private readonly List<DeliveryAttempt> _attempts = [];
    private readonly List<(ConversationRef Conversation, QueryId Id, QueryContent Content)> _submitted = [];

    public World(IConnectionMultiplexer redis, int seed, Func<string, string>? mutation = null)
    {
        _redis = redis;
        _random = new Random(seed);
        _wire = new Wire(mutation) { Now = 1_900_000_000_000 + seed };
        _model = new Model(TurnsKept, () => _wire.Now);
        _wire.Seen = _model.See;
        _store = new ConversationStore(_wire.Over(redis), new ConversationSettings
        {
            TurnsKept = TurnsKept, MaxAttempts = 3, Lease = TimeSpan.FromSeconds(3),
        });
    }

    /// <summary>Kills the server and starts it again; null when this run has none of its own.</summary>
    public Func<Task>? Restart { get; init; }

    /// <summary>The step after which it surely is restarted.</summary>
    public int RestartsAfter { get; init; } = -1;

    public string Trace => string.Join('\n', _trace.TakeLast(25));

    public async Task RunAsync(int steps)
    {
        await _redis.GetDatabase().ExecuteAsync("FLUSHDB");
        await _store.OpenAsync();
        for (var step = 0; step < steps; step++)
        {
            var (name, act) = step == RestartsAfter ? ("restart", Restart!) : Choose();
            await TryAsync(name, act);
            await CheckAsync();
        }
        await DrainAsync();
    }

    private async Task CheckAsync() =>
        Invariants.Check(await Snapshot.TakeAsync(_redis.GetDatabase()), _model, TurnsKept);

    /// <summary>One call in six is applied and its answer lost; it is repeated at once, or when other things have happened.</summary>
    private async Task TryAsync(string name, Func<Task> call)
    {
        _trace.Add($"{_wire.Now % 1_000_000} {name}");
        _wire.LoseAnswerIn = _random.Next(6) == 0 ? _random.Next(1, 3) : 0;
        try
        {
            await call();
            return;
        }
        catch (AnswerLostException)
        {
            _trace.Add("  its answer is lost");
        }
        finally
        {
            _wire.LoseAnswerIn = 0;
        }
        if (_random.Next(2) == 0)
            await TryAsync("again: " + name, call);
        else
            _repeats.Add(("later: " + name, call));
    }

    private void Publish(Handover handover)
    {
        foreach (var hint in handover.Replies.Cast<object>().Concat(handover.Next is { } next ? [next] : []))
        {
            _everPublished.Add(hint);
            var copies = _random.Next(10) switch { 0 => 0, 1 => 2, _ => 1 };
            _bag.AddRange(Enumerable.Repeat(hint, copies));
        }
    }

    /// <summary>A hint from the bag, in no order, sometimes left for another time, sometimes a very old one.</summary>
    private T? Take<T>()
        where T : class
    {
        if (_random.Next(8) == 0 && _everPublished.OfType<T>().ToArray() is { Length: > 0 } old)
            return old[_random.Next(old.Length)];
        if (_bag.OfType<T>().ToArray() is not { Length: > 0 } hints)
            return null;
        var hint = hints[_random.Next(hints.Length)];
        if (_random.Next(6) != 0)
            _bag.Remove(hint);
        return hint;
    }

    private T? Any<T>(List<T> all, int recent = 4) => all.Count == 0 ? default
        : all[_random.Next(3) == 0 ? _random.Next(all.Count) : _random.Next(Math.Max(0, all.Count - recent), all.Count)];

    private string Token() => _random.NextInt64().ToString("x");

    private QueryId NewId(ConversationRef conversation)
    {
        var entropy = new byte[16];
        _random.NextBytes(entropy);
        return QueryId.Of(conversation, entropy);
    }

    /// <summary>Two conversations of one bucket and one of another.</summary>
    private static ConversationRef[] Neighbours()
    {
        var all = Enumerable.Range(0, 200).Select(i => new ConversationRef(Model.Tenant, $"c:{i}/x")).ToArray();
        return [all[0], all.Skip(1).First(c => c.Bucket == all[0].Bucket), all.First(c => c.Bucket != all[0].Bucket)];
    }

    private static string Text(string json, string outer) =>
        JsonDocument.Parse(json).RootElement.GetProperty(outer).GetProperty("text").GetString()!;
}
