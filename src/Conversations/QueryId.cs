using System.Globalization;
using System.Security.Cryptography;

namespace Workers.Conversations;

/// <summary>A query's id, <c>q_</c> + two digits of its bucket + 32 hex digits; it alone tells where the query is kept.</summary>
public readonly record struct QueryId
{
    /// <summary>What every query's id looks like, as a regular expression.</summary>
    public const string Pattern = "^" + Form + "$";

    /// <summary>What every delivery's id looks like, as a regular expression.</summary>
    public const string DeliveryPattern = "^" + DeliveryPrefix + Body + "$";

    internal const string Form = QueryPrefix + Body;
    private const string QueryPrefix = "q_";
    private const string DeliveryPrefix = "msg_";
    private const string Body = "([0-5][0-9]|6[0-3])[0-9a-f]{32}";
    private readonly string body;

    private QueryId(string body) => this.body = body;

    /// <summary>The bucket that holds the query, its conversation and its delivery.</summary>
    public int Bucket => int.Parse(body.AsSpan(0, 2), CultureInfo.InvariantCulture);

    /// <summary>The id of the query's one delivery: the <c>webhook-id</c> of all its attempts.</summary>
    public string DeliveryId => DeliveryPrefix + body;

    /// <summary>A random id in the conversation's bucket.</summary>
    public static QueryId New(ConversationRef conversation) =>
        Of(conversation, RandomNumberGenerator.GetBytes(16));

    /// <summary>The id that <paramref name="entropy"/> (at least 16 bytes) gives: the same bytes, the same id.</summary>
    public static QueryId Of(ConversationRef conversation, ReadOnlySpan<byte> entropy) =>
        new(conversation.Bucket.ToString("00", CultureInfo.InvariantCulture) + Convert.ToHexStringLower(entropy[..16]));

    /// <summary>Reads a query's id.</summary>
    public static bool TryParse(string? text, out QueryId id) => TryParse(text, QueryPrefix, out id);

    /// <summary>Reads a delivery's id and gives the id of its query.</summary>
    public static bool TryParseDelivery(string? text, out QueryId id) => TryParse(text, DeliveryPrefix, out id);

    /// <inheritdoc/>
    public override string ToString() => QueryPrefix + body;

    internal static QueryId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException("Redis holds a query id that is none.");

    private static bool TryParse(string? text, string prefix, out QueryId id)
    {
        id = default;
        if (text is null || text.Length != prefix.Length + 34 || !text.StartsWith(prefix, StringComparison.Ordinal))
            return false;
        var body = text[prefix.Length..];
        if (!body.All(char.IsAsciiHexDigitLower) || !int.TryParse(body.AsSpan(0, 2), NumberStyles.None,
                CultureInfo.InvariantCulture, out var bucket) || bucket >= Redis.Buckets.Count)
            return false;
        id = new QueryId(body);
        return true;
    }
}
