using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using StackExchange.Redis;

namespace Workers.Conversations.Redis;

/// <summary>The name of every key. A key's kind stands before the conversation, whose id may hold a colon itself.</summary>
internal static class Keys
{
    private static readonly string[] Tags =
        [.. Enumerable.Range(0, Buckets.Count).Select(bucket => string.Create(CultureInfo.InvariantCulture, $"{{b{bucket}}}:"))];

    /// <summary>Remembers the number of buckets and the secret of the ids; the one key that is never forgotten.</summary>
    public static RedisKey Layout { get; } = Tags[0] + "layout";

    public static RedisKey Due(int bucket) => Tags[bucket] + "due";

    public static RedisKey Bucket(int bucket) => Tags[bucket] + "bucket";

    public static RedisKey Waiting(int bucket) => Tags[bucket] + "waiting";

    public static RedisKey Counts(int bucket) => Tags[bucket] + "counts";

    /// <summary>What is written before a WAIT, in the slot of <paramref name="key"/>.</summary>
    public static RedisKey Replicated(RedisKey key) =>
        key.ToString()[..(key.ToString().IndexOf("}:", StringComparison.Ordinal) + 2)] + "replicated";

    public static RedisKey State(ConversationRef conversation) => Tags[conversation.Bucket] + "c:" + conversation;

    public static RedisKey Turns(ConversationRef conversation) => Tags[conversation.Bucket] + "t:" + conversation;

    public static RedisKey Others(ConversationRef conversation) => Tags[conversation.Bucket] + "o:" + conversation;

    public static RedisKey History(ConversationRef conversation) => Tags[conversation.Bucket] + "h:" + conversation;

    public static RedisKey Mailbox(ConversationRef conversation) => Tags[conversation.Bucket] + "m:" + conversation;

    public static RedisKey Live(ConversationRef conversation) => Tags[conversation.Bucket] + "l:" + conversation;

    public static RedisKey Dead(int bucket, string tenant) => Tags[bucket] + "dead:" + tenant;

    public static RedisKey Deliveries(int bucket, string tenant, DeliveryStatus status) =>
        Tags[bucket] + "deliveries:" + status.Name() + ":" + tenant;

    public static RedisKey Ended(QueryId id) => Tags[id.Bucket] + "q:" + id;

    public static RedisKey Owner(QueryId id) => Tags[id.Bucket] + "i:" + id;

    public static RedisKey Delivery(QueryId id) => Tags[id.Bucket] + "d:" + id;

    public static RedisKey Redriven(QueryId id) => Tags[id.Bucket] + "r:" + id;

    /// <summary>What is left of a tenant's rate: tenants are spread over the buckets like conversations.</summary>
    public static RedisKey Rate(string tenant) => Tags[Buckets.Of(tenant)] + "rate:" + tenant;

    /// <summary>An Idempotency-Key's record; hashed, because a caller may put anything into its key.</summary>
    public static RedisKey Reservation(string tenant, string key) =>
        Hashed("k:", tenant, key);

    /// <summary>There while a tenant's address is switched off; hashed, because an address may be long.</summary>
    public static RedisKey SwitchedOff(string tenant, Uri address) => Hashed("off:", tenant, address.AbsoluteUri);

    /// <summary>KEYS 1..8 of conversation.lua, then <paramref name="more"/>.</summary>
    public static RedisKey[] Of(ConversationRef conversation, params ReadOnlySpan<RedisKey> more)
    {
        var bucket = conversation.Bucket;
        var tag = Tags[bucket];
        var name = conversation.ToString();
        return
        [
            tag + "c:" + name, tag + "m:" + name, tag + "l:" + name, tag + "x:" + name,
            Due(bucket), Bucket(bucket), Waiting(bucket), Counts(bucket), .. more,
        ];
    }

    /// <summary>What renew.lua takes of a conversation.</summary>
    public static RedisKey[] Renewed(ConversationRef conversation) =>
        [State(conversation), Tags[conversation.Bucket] + "x:" + conversation];

    /// <summary>KEYS 1..13 of ending.lua, then three for each query that may end.</summary>
    public static RedisKey[] Ending(ConversationRef conversation, params ReadOnlySpan<QueryId> ids)
    {
        var bucket = conversation.Bucket;
        return Of(conversation,
        [
            Turns(conversation), Others(conversation), History(conversation), Dead(bucket, conversation.Tenant),
            Deliveries(bucket, conversation.Tenant, DeliveryStatus.Pending), .. OfQueries(ids),
        ]);
    }

    /// <summary>Ended record, id -> conversation and delivery of each query.</summary>
    public static RedisKey[] OfQueries(params ReadOnlySpan<QueryId> ids)
    {
        var keys = new RedisKey[3 * ids.Length];
        for (var i = 0; i < ids.Length; i++)
            (keys[3 * i], keys[3 * i + 1], keys[3 * i + 2]) = (Ended(ids[i]), Owner(ids[i]), Delivery(ids[i]));
        return keys;
    }

    private static RedisKey Hashed(string kind, string tenant, string text) =>
        Tags[Buckets.Of(tenant + "/" + text)] + kind + tenant + ":"
        + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
