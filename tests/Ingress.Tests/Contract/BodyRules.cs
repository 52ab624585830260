using System.Text;
using static Workers.Ingress.Tests.Contract.Json;
using static Workers.Ingress.Tests.Contract.Rule;

namespace Workers.Ingress.Tests.Contract;

/// <summary>What a body is made of: JSON, its members, its media type, its size.</summary>
internal static class BodyRules
{
    private const int QueryLimit = 256 * 1024;
    private const string NoJson = "400 invalid-request $";
    private const string WrongType = "415 unsupported-media-type";
    private const string TooLarge = "413 too-large";

    public static IEnumerable<Rule> All => [.. Documents, .. Members, .. MediaTypes, .. Sizes];

    private static IEnumerable<Rule> Documents =>
    [
        Sends("white space around", $" \t\r\n{Good}\n", "202"),
        Sends("a byte order mark", "\ufeff" + Good, "202"),
        Sends("empty", "", NoJson),
        Sends("only white space", "   ", NoJson),
        Sends("no JSON", "conversationId=c&text=x", NoJson),
        Sends("a list", $"[{Good}]", NoJson),
        Sends("a string", "\"text\"", NoJson),
        Sends("null", "null", NoJson),
        Sends("two documents", Good + Good, NoJson),
        Sends("cut off", Good[..^1], NoJson),
        Sends("a comma too much", Good[..^1] + ",}", NoJson),
        Sends("a comment", "/* hi */" + Good, NoJson),
        Sends("single quotes", Good.Replace('"', '\''), NoJson),
        Sends("a line feed within a string", Query("text", "\"a\nb\""), NoJson),
        Sends("an escape that JSON has not", Query("text", """ "\x41" """), NoJson),
        Sends("NaN", Query("text", "NaN"), NoJson),
        Sends("64 levels", Query("metadata", Nested(63)), "400 invalid-request metadata"),
        Sends("65 levels", Query("metadata", Nested(64)), NoJson),
        Sends("100,000 levels", Nested(100_000), NoJson),
        new("body: bytes that are no UTF-8", new Call("POST", Call.One, Broken), "400 invalid-request text"),
        new("body: UTF-16", new Call("POST", Call.One, Encoding.Unicode.GetBytes(Good)), NoJson),
    ];

    private static IEnumerable<Rule> Members =>
    [
        Sends("a name written with an escape", """{"conversationId":"c","te\u0078t":"x"}""", "202"),
        Sends("everything optional is null",
            """{"conversationId":"c","text":"x","replyTo":null,"metadata":null,"expiresAt":null}""", "202"),
        Sends("no member", "{}", "400 invalid-request conversationId,text"),
        Sends("an unknown member", Query("other", "1"), "400 invalid-request other"),
        Sends("an unknown member that is null", Query("other", "null"), "400 invalid-request other"),
        Sends("an unknown member with a long name", Query(Times("n", 101), "1"), "400 invalid-request " + Times("n", 100)),
        Sends("a member in another case", Query("Text", "\"x\""), "400 invalid-request Text"),
        Sends("a member of a batch", Query("idempotencyKey", "\"k\""), "400 invalid-request idempotencyKey"),
        Sends("a member of the answer", Query("sequence", "7"), "400 invalid-request sequence"),
        Sends("a member twice", """{"conversationId":"c","text":"x","text":"x"}""", "400 invalid-request text"),
        Sends("a member twice, once with an escape and null",
            """{"conversationId":"c","text":null,"te\u0078t":"x"}""", "400 invalid-request text"),
        Sends("an unknown member twice", """{"conversationId":"c","text":"x","o":1,"o":1}""", "400 invalid-request o"),
        Sends("a name with a lone surrogate", Query("\\ud800", "1"), NoJson),
        Sends("all faults at once",
            """{"text":"","replyTo":"http://x","expiresAt":"2020-01-01T00:00:00Z","metadata":[],"more":1}""",
            "400 invalid-request conversationId,expiresAt,metadata,more,replyTo,text"),
    ];

    private static IEnumerable<Rule> MediaTypes =>
    [
        Typed("application/json; charset=utf-8", "202"),
        Typed("Application/JSON;charset=\"UTF-8\"", "202"),
        Typed("application/vnd.crm+json", "202"),
        Typed(null, WrongType),
        Typed("text/plain", WrongType),
        Typed("application/x-www-form-urlencoded", WrongType),
        Typed("application/jsonx", WrongType),
        Typed("nonsense", WrongType),
        Typed("application/json; charset=iso-8859-1", WrongType),
        Typed("application/json; charset=utf-16", WrongType),
        Encoded("identity", "202"),
        Encoded("gzip", WrongType),
        Encoded("br", WrongType),
        Encoded("identity, gzip", WrongType),
    ];

    private static IEnumerable<Rule> Sizes =>
    [
        .. Sized("256 KiB", Call.One, Good, QueryLimit, "202"),
        .. Sized("256 KiB and a byte", Call.One, Good, QueryLimit + 1, TooLarge),
        .. Sized("20 MiB", Call.One, Good, 20 << 20, TooLarge),
        .. Sized("8 MiB", Call.Many, Batch(Good), 8 << 20, "200: 202"),
        .. Sized("8 MiB and a byte", Call.Many, Batch(Good), (8 << 20) + 1, TooLarge),
        .. Sized("40 MiB", Call.Many, Batch(Good), 40 << 20, TooLarge),
    ];

    private static IEnumerable<Rule> Sized(string what, string path, string body, int bytes, string outcome)
    {
        var call = Call.Post(path, body.PadRight(bytes));
        yield return new($"size: {what} to {path}", call, outcome);
        yield return new($"size: {what} to {path}, chunked", call with { IsChunked = true }, outcome);
    }

    private static Rule Typed(string? type, string outcome) =>
        new($"media type: {type ?? "none"}", Call.Post(Call.One, Good) with { ContentType = type }, outcome);

    private static Rule Encoded(string encoding, string outcome) => new($"content encoding: {encoding}",
        Call.Post(Call.One, Good) with { Headers = [("Content-Encoding", encoding)] }, outcome);

    private static string Nested(int levels) => Times("[", levels) + Times("]", levels);

    private static byte[] Broken =>
        [.. "{\"conversationId\":\"c\",\"text\":\"a"u8, 0xED, 0xA0, 0x80, .. "\"}"u8]; // a surrogate as three bytes
}
