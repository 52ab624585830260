using static Workers.Ingress.Tests.Contract.Json;

namespace Workers.Ingress.Tests.Contract;

/// <summary>The headers that carry keys: who calls, and what makes a repeat safe.</summary>
internal static class KeyRules
{
    private const string Known = IngressApp.Key;
    private const string Other = IngressApp.OtherKey;
    private const string NoKey = "400 invalid-request Idempotency-Key";

    public static IEnumerable<Rule> All => [.. Callers, .. IdempotencyKeys];

    private static IEnumerable<Rule> Callers =>
    [
        Caller("no key", "401 unauthenticated") with { Header = ("WWW-Authenticate", "Bearer realm=\"workers\"") },
        Caller("nobody's key", "401 unauthenticated", ("X-Api-Key", "nobody's")) with
        {
            Header = ("WWW-Authenticate", "Bearer realm=\"workers\", error=\"invalid_token\""),
        },
        Caller("a key as X-Api-Key", "404 not-found", ("X-Api-Key", Known)),
        Caller("a key as Bearer", "404 not-found", ("Authorization", "Bearer " + Known)),
        Caller("a key in both", "404 not-found", ("Authorization", "bearer " + Known), ("X-Api-Key", Known)),
        Caller("a key beside another scheme", "404 not-found", ("Authorization", "Basic abc"), ("X-Api-Key", Known)),
        Caller("another scheme", "401 unauthenticated", ("Authorization", "Basic abc")),
        Caller("an empty key", "401 unauthenticated", ("X-Api-Key", "")),
        Caller("an empty Bearer", "401 unauthenticated", ("Authorization", "Bearer ")),
        Caller("a key in capitals", "401 unauthenticated", ("X-Api-Key", Known.ToUpperInvariant())),
        Caller("a key in bytes that are no UTF-8", "401 unauthenticated", ("X-Api-Key", "\u00ff")),
        Caller("a key and another tenant's", "401 unauthenticated", ("Authorization", "Bearer " + Known), ("X-Api-Key", Other)),
        Caller("a key and nobody's", "401 unauthenticated", ("Authorization", "Bearer " + Known), ("X-Api-Key", "nobody's")),
        new("caller: a good query without a key", Call.Post(Call.One, Good) with { IsStranger = true }, "401 unauthenticated"),
        new("caller: a bad query without a key", Call.Post(Call.One, "{}") with { IsStranger = true }, "401 unauthenticated"),
        new("caller: a good batch without a key", Call.Post(Call.Many, Batch(Good)) with { IsStranger = true },
            "401 unauthenticated"),
    ];

    private static IEnumerable<Rule> IdempotencyKeys =>
    [
        Key("one character", "202", "~"),
        Key("255 characters", "202", Times("k", 255)),
        Key("255 characters in quotes", "202", Text("q", 255)),
        Key("all signs", "202", "!#$%&'()*+,-./:;<=>?@[]^_`{|}"),
        Key("a quote within", "202", "a\"b"),
        Key("empty", NoKey, ""),
        Key("empty in quotes", NoKey, "\"\""),
        Key("256 characters", NoKey, Times("k", 256)),
        Key("256 characters in quotes", NoKey, Text("k", 256)),
        Key("a space within", NoKey, "a b"),
        Key("a space within quotes", NoKey, "\" a\""),
        Key("a letter that is not ASCII, in one byte", NoKey, "\u00e4"),
        Key("a letter that is not ASCII, in UTF-8", NoKey, "\u00c3\u00a4"),
        Key("two of them", NoKey, "a", "b"),
        new("Idempotency-Key: with a query that is refused", Call.Post(Call.One, "{}") with { Headers = [Header("refused")] },
            "400 invalid-request conversationId,text"),
        new("Idempotency-Key: with a query that is refused for now",
            Call.Post(Call.One, Query("expiresAt", Text("2026-01-01T00:00:00Z"))) with { Headers = [Header("late")] },
            "400 invalid-request expiresAt"),
        new("Idempotency-Key: on a batch", Call.Post(Call.Many, Batch(Good)) with { Headers = [Header("k")] }, NoKey),
    ];

    private static Rule Caller(string who, string outcome, params (string, string)[] headers) =>
        new($"caller: {who}", new Call("GET", "/v1/queries/q_00") { IsStranger = true, Headers = headers }, outcome);

    private static Rule Key(string what, string outcome, params string[] keys) => new($"Idempotency-Key: {what}",
        Call.Post(Call.One, Good) with { Headers = [.. keys.Select(Header)] }, outcome);

    private static (string, string) Header(string key) => ("Idempotency-Key", key);
}
