using System.Globalization;
using System.Text.RegularExpressions;
using StackExchange.Redis;

namespace Workers.Conversations.Tests.Property;

/// <summary>The state machine in plain words, without Redis: says what each call must answer, and keeps what it did.</summary>
internal sealed partial class Model(int turnsKept, Func<long> clock)
{
    public const string Tenant = "acme";
    private readonly Dictionary<string, ModelConversation> _conversations = [];
    private readonly Dictionary<string, ModelBucket> _buckets = [];
    private readonly Dictionary<string, string> _redriven = [];

    public Dictionary<string, Ended> Ends { get; } = [];
    public Dictionary<string, ModelDelivery> Deliveries { get; } = [];
    public HashSet<string> Accepted { get; } = [];
    public IEnumerable<ModelConversation> Conversations => _conversations.Values;
    public IReadOnlyDictionary<string, ModelBucket> Buckets => _buckets;

    private long Now => clock();

    public static string Bucket(string key) => key[..(key.IndexOf('}', StringComparison.Ordinal) + 1)];

    /// <summary>Throws when Redis answered otherwise than the model.</summary>
    public void See(ScriptCall call)
    {
        var arguments = call.Arguments;
        var expected = call.Name switch
        {
            "Submit" => Submit(Of(call), arguments),
            "Redrive" => Redrive(Of(call), arguments, Id(call.Keys[12])),
            "Cancel" => Cancel(Of(call), arguments[4], arguments[5]),
            "Expire" => Expire(Of(call), arguments),
            "Erase" => Erase(Of(call), arguments),
            "Begin" => Begin(Of(call), arguments),
            "Renew" => Renew(call),
            "Commit" => Conclude(Of(call), arguments, "completed", goesOn: arguments[9] == "1"),
            "Fail" => Conclude(Of(call), arguments, arguments[8], goesOn: arguments[9] == "1"),
            "Postpone" => Postpone(Of(call), arguments),
            "BeginDelivery" => BeginDelivery(BucketOf(call.Keys[2]), arguments),
            "EndDelivery" => EndDelivery(arguments),
            "DeferDelivery" => DeferDelivery(arguments),
            "ReadEarlier" => ReadEarlier(Of(call.Keys[0].Replace(":h:", ":c:", StringComparison.Ordinal)), arguments),
            "Redeliver" => Redeliver(arguments[0]),
            "TakeDue" => TakeDue(call),
            "Look" => Look(Of(call), Number(arguments[0]), Number(arguments[1]), arguments[2] == "1"),
            "LookDelivery" => LookDelivery(arguments),
            _ => null,
        };
        if (expected is not null && expected != Written(call.Result))
            throw new BrokenException(
                $"{call.Name} {string.Join(' ', arguments)}\n  answered {Written(call.Result)}\n  expected {expected}");
    }

    public ModelConversation Of(ConversationRef conversation) => Of($"{{b{conversation.Bucket}}}:c:{conversation}");

    private ModelConversation Of(ScriptCall call) => Of(call.Keys[0]);

    private ModelConversation Of(string key)
    {
        if (!_conversations.TryGetValue(key, out var conversation))
        {
            var name = key[(key.IndexOf(":c:", StringComparison.Ordinal) + 3)..];
            _conversations[key] = conversation = new ModelConversation(ConversationRef.Parse(name), BucketOf(key), 0);
        }
        return conversation;
    }

    private ModelBucket BucketOf(string key) =>
        _buckets.TryGetValue(Bucket(key), out var bucket) ? bucket : _buckets[Bucket(key)] = new ModelBucket();

    private static string Id(string key) => key[(key.IndexOf(":q:", StringComparison.Ordinal) + 3)..];

    private static string Answer(params object[] values) => string.Join('|', values.Select(Text));

    private static string Text(object value) => value switch
    {
        bool flag => flag ? "1" : "0",
        IEnumerable<string> list => "[" + string.Join('|', list) + "]",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Written(RedisResult result) => result.Resp2Type == ResultType.Array
        ? string.Join('|', ((RedisResult[])result!).Select(WrittenItem))
        : WrittenItem(result);

    private static string WrittenItem(RedisResult result)
    {
        if (result.Resp2Type == ResultType.Array)
            return "[" + string.Join('|', ((RedisResult[])result!).Select(WrittenItem)) + "]";
        var text = (string?)result ?? "~";
        return RecordStart().Match(text) is { Success: true } record ? "#" + record.Groups[1].Value : text;
    }

    [GeneratedRegex("^\\d+ [a-z]+ \\S+ \\{\"id\":\"(q_[0-9a-f]+)\"")]
    private static partial Regex RecordStart();

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}

/// <summary>An invariant does not hold, or an answer is not the model's.</summary>
internal sealed class BrokenException(string what) : Exception(what);
