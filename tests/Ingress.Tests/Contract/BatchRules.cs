using static Workers.Ingress.Tests.Contract.Json;

namespace Workers.Ingress.Tests.Contract;

/// <summary>A batch as a whole, and what each of its queries comes to.</summary>
internal static class BatchRules
{
    private const string NoBatch = "400 invalid-request queries";

    public static IEnumerable<Rule> All =>
    [
        Whole("1 query", Batch(Good), "200: 202"),
        Whole("100 queries", Batch(Enumerable.Repeat(Good, 100)), "200: " + string.Join("; ", Enumerable.Repeat("202", 100))),
        Whole("no query", Batch(), NoBatch),
        Whole("101 queries", Batch(Enumerable.Repeat(Good, 101)), NoBatch),
        Whole("no queries", "{}", NoBatch),
        Whole("queries that are null", """{"queries":null}""", NoBatch),
        Whole("queries that are an object", """{"queries":{}}""", NoBatch),
        Whole("a list", $"[{Good}]", "400 invalid-request $"),
        Whole("a single query", Good, "400 invalid-request conversationId,queries,text"),
        Whole("empty", "", "400 invalid-request $"),
        Whole("an unknown member", Batch(Good)[..^1] + ",\"more\":1}", "400 invalid-request more"),
        Whole("queries twice", Batch(Good)[..^1] + ",\"queries\":[]}", "400 invalid-request queries"),
        Whole("good and bad ones", Batch(Good, "5", Query("text", "\"\""), Good, "{}"),
            "200: 202; 400 invalid-request $; 400 invalid-request text; 202; 400 invalid-request conversationId,text"),
        Whole("only bad ones", Batch("null", "[]", Query("other", "1"), Query("metadata", Pairs(17))),
            "200: 400 invalid-request $; 400 invalid-request $; 400 invalid-request other; 400 invalid-request metadata"),
        Whole("bad ones with keys", Batch(Query("text", "\"\"").Replace("{", """{"idempotencyKey":"k",""")),
            "200: 400 invalid-request text"),
        Key("255 characters", Text("b", 255), "202"),
        Key("null", "null", "202"),
        Key("256 characters", Text("k", 256), "400 invalid-request idempotencyKey"),
        Key("empty", Text(""), "400 invalid-request idempotencyKey"),
        Key("a space within", Text("a b"), "400 invalid-request idempotencyKey"),
        Key("a number", "1", "400 invalid-request idempotencyKey"),
        new("batch: as text", Call.Post(Call.Many, Batch(Good)) with { ContentType = "text/plain" },
            "415 unsupported-media-type"),
    ];

    private static Rule Whole(string what, string body, string outcome) =>
        new($"batch: {what}", Call.Post(Call.Many, body), outcome);

    private static Rule Key(string what, string value, string outcome) =>
        Whole($"idempotencyKey: {what}", Batch(Query("idempotencyKey", value)), $"200: {outcome}");
}
