using static Workers.Ingress.Tests.Contract.Json;
using static Workers.Ingress.Tests.Contract.Rule;

namespace Workers.Ingress.Tests.Contract;

/// <summary>The members of a submission, each on both sides of its bounds.</summary>
internal static class MemberRules
{
    private const string Id = "conversationId";

    public static IEnumerable<Rule> All => [.. Ids, .. Texts, .. Addresses, .. Metadata, .. Times];

    private static IEnumerable<Rule> Ids =>
    [
        Takes(Id, "one letter", Text("Z")),
        Takes(Id, "one digit", Text("0")),
        Takes(Id, "128 characters", Text("c", 128)),
        Takes(Id, "all signs", """ "1-/@:_." """),
        Takes(Id, "written with escapes", """ "\u0063\/d" """),
        Refuses(Id, "absent", "null"),
        Refuses(Id, "empty", Text("")),
        Refuses(Id, "129 characters", Text("c", 129)),
        Refuses(Id, "no string", "7"),
        Refuses(Id, "a sign first", Text(".c")),
        Refuses(Id, "a slash first", Text("/c")),
        Refuses(Id, "a space", Text("a b")),
        Refuses(Id, "a space at the end", Text("a ")),
        Refuses(Id, "a line feed at the end", """ "a\n" """),
        Refuses(Id, "a percent sign", Text("a%2Fb")),
        Refuses(Id, "a hash", Text("a#b")),
        Refuses(Id, "a backslash", """ "a\\b" """),
        Refuses(Id, "a letter that is not ASCII", Text("ä")),
        Refuses(Id, "a digit that is not ASCII", Text("a٣")),
        Refuses(Id, "a lone surrogate", """ "a\ud800" """),
    ];

    private static IEnumerable<Rule> Texts =>
    [
        Takes("text", "one letter", Text("x")),
        Takes("text", "16,000 letters", Text("x", 16_000)),
        Takes("text", "16,000 characters of two UTF-16 units", Text("😀", 16_000)),
        Takes("text", "16,000 characters of two escapes each", Text("\\ud83d\\ude00", 16_000)),
        Takes("text", "tab, line feed, carriage return", """ "a\tb\nc\rd" """),
        Takes("text", "separators and format characters", """ "\u2028 \ufeff\u200b\u202e x" """),
        Takes("text", "a character that nobody has assigned", """ "\udbff\udfff" """),
        Refuses("text", "absent", "null"),
        Refuses("text", "no string", "1"),
        Refuses("text", "a list of strings", """["x"]"""),
        Refuses("text", "empty", Text("")),
        Refuses("text", "only white space", """ " \t\n\u3000\u2028\u00a0" """),
        Refuses("text", "16,001 letters", Text("x", 16_001)),
        Refuses("text", "16,001 characters of two UTF-16 units", Text("😀", 16_001)),
        Refuses("text", "the control character U+0000", """ "a\u0000" """),
        Refuses("text", "the control character U+001B", """ "a\u001b[31m" """),
        Refuses("text", "the control character U+000B", """ "a\u000bb" """),
        Refuses("text", "the control character U+007F", """ "a\u007f" """),
        Refuses("text", "the control character U+0085", """ "a\u0085b" """),
        Refuses("text", "the control character U+009F", """ "a\u009fb" """),
        Refuses("text", "a lone high surrogate", """ "a\ud800" """),
        Refuses("text", "a lone low surrogate", """ "\ude00a" """),
        Refuses("text", "surrogates the wrong way round", """ "\ude00\ud83d" """),
    ];

    private static IEnumerable<Rule> Addresses =>
    [
        Takes("replyTo", "absent", "null"),
        Takes("replyTo", "a host of the list", Text("https://crm.example/hooks/reply?x=1")),
        Takes("replyTo", "no path", Text("https://crm.example")),
        Takes("replyTo", "capitals, and port 443 by name", Text("HTTPS://CRM.example:443/")),
        Takes("replyTo", "the port that the list names", Text("https://ports.example:8443/")),
        Takes("replyTo", "a host below a wildcard", Text("https://a.wild.example/")),
        Takes("replyTo", "a host far below a wildcard", Text("https://a.b.c.wild.example/")),
        Takes("replyTo", "2048 characters", Text("https://crm.example/".PadRight(2048, 'x'))),
        Takes("replyTo", "an @ in the path", Text("https://crm.example/@me")),
        Refuses("replyTo", "no string", "1"),
        Refuses("replyTo", "empty", Text("")),
        Refuses("replyTo", "2049 characters", Text("https://crm.example/".PadRight(2049, 'x'))),
        Refuses("replyTo", "only a path", Text("/hooks")),
        Refuses("replyTo", "http", Text("http://crm.example/")),
        Refuses("replyTo", "another scheme", Text("ftp://crm.example/")),
        Refuses("replyTo", "no slashes", Text("https:crm.example")),
        Refuses("replyTo", "no host", Text("https:///hooks")),
        Refuses("replyTo", "a host that is not on the list", Text("https://evil.example/")),
        Refuses("replyTo", "a host below one of the list", Text("https://sub.crm.example/")),
        Refuses("replyTo", "a host that only ends like one of the list", Text("https://notcrm.example/")),
        Refuses("replyTo", "a host that begins like one of the list", Text("https://crm.example.evil.example/")),
        Refuses("replyTo", "the wildcard's own host", Text("https://wild.example/")),
        Refuses("replyTo", "a host that only ends like the wildcard", Text("https://notwild.example/")),
        Refuses("replyTo", "an address in place of a host", Text("https://127.0.0.1/")),
        Refuses("replyTo", "a port that the list does not name", Text("https://crm.example:444/")),
        Refuses("replyTo", "port 443 where the list names another", Text("https://ports.example/")),
        Refuses("replyTo", "a port below a wildcard", Text("https://a.wild.example:8443/")),
        Refuses("replyTo", "a user", Text("https://u@crm.example/")),
        Refuses("replyTo", "a user and a password", Text("https://u:p@crm.example/")),
        Refuses("replyTo", "an empty user", Text("https://@crm.example/")),
        Refuses("replyTo", "a fragment", Text("https://crm.example/#x")),
        Refuses("replyTo", "an empty fragment", Text("https://crm.example/#")),
        Refuses("replyTo", "a space before it", Text(" https://crm.example/")),
        Refuses("replyTo", "a backslash", """ "https://crm.example\\@evil.example/" """),
        Refuses("replyTo", "a tab within", """ "https://crm.example/\thooks" """),
        new("replyTo: a tenant without a secret", Call.Post(Call.One, Query("replyTo", Text("https://crm.example/"))) with
        {
            IsStranger = true, Headers = [("X-Api-Key", IngressApp.OtherKey)],
        }, "400 invalid-request replyTo"),
    ];

    private static IEnumerable<Rule> Metadata =>
    [
        Takes("metadata", "absent", "null"),
        Takes("metadata", "no pair", "{}"),
        Takes("metadata", "16 pairs", Pairs(16)),
        Takes("metadata", "17 pairs that are null and so absent", Pairs(17, "null")),
        Takes("metadata", "a key of 64 and a value of 512", $$"""{ {{Text("😀", 64)}}: {{Text("😀", 512)}} }"""),
        Takes("metadata", "an empty value", """{"k":""}"""),
        Takes("metadata", "keys that differ in case", """{"k":"1","K":"2"}"""),
        Refuses("metadata", "a list", "[]"),
        Refuses("metadata", "a string", Text("x")),
        Refuses("metadata", "17 pairs", Pairs(17)),
        Refuses("metadata", "an empty key", """{"":"x"}"""),
        Refuses("metadata", "a key of 65", $$"""{ {{Text("😀", 65)}}: "" }"""),
        Refuses("metadata", "a value of 513", $$"""{"k":{{Text("😀", 513)}}}"""),
        Refuses("metadata", "a number as value", """{"k":1}"""),
        Refuses("metadata", "true as value", """{"k":true}"""),
        Refuses("metadata", "an object as value", """{"k":{}}"""),
        Refuses("metadata", "a key twice", """{"k":"1","k":"1"}"""),
        Refuses("metadata", "a key twice, once with an escape and null", """{"k":"1","\u006b":null}"""),
        Refuses("metadata", "a lone surrogate in a value", """{"k":"\udfff"}"""),
        Refuses("metadata", "a lone surrogate in a key", """{"\udfff":"v"}"""),
    ];

    private static IEnumerable<Rule> Times =>
    [
        Takes("expiresAt", "absent", "null"),
        Takes("expiresAt", "UTC", Text("2126-12-01T10:00:00Z")),
        Takes("expiresAt", "small letters and a fraction", Text("2126-12-01t10:00:00.123456789z")),
        Takes("expiresAt", "an offset to the east", Text("2126-12-01T10:00:00+05:45")),
        Takes("expiresAt", "an offset to the west", Text("2126-12-01T10:00:00-11:30")),
        Takes("expiresAt", "an offset that is not known", Text("2126-12-01T10:00:00-00:00")),
        Takes("expiresAt", "a leap day", Text("2128-02-29T00:00:00Z")),
        Takes("expiresAt", "the last moment of the calendar", Text("9999-12-31T23:59:59.999Z")),
        Refuses("expiresAt", "a number", "4000000000"),
        Refuses("expiresAt", "empty", Text("")),
        Refuses("expiresAt", "past", Text("2026-01-01T00:00:00Z")),
        Refuses("expiresAt", "past by its offset only", Text($"{DateTime.UtcNow.AddHours(1):s}+02:00")),
        Refuses("expiresAt", "no offset", Text("2126-12-01T10:00:00")),
        Refuses("expiresAt", "an offset without a colon", Text("2126-12-01T10:00:00+0100")),
        Refuses("expiresAt", "only a date", Text("2126-12-01")),
        Refuses("expiresAt", "no seconds", Text("2126-12-01T10:00Z")),
        Refuses("expiresAt", "a fraction without digits", Text("2126-12-01T10:00:00.Z")),
        Refuses("expiresAt", "a space for the T", Text("2126-12-01 10:00:00Z")),
        Refuses("expiresAt", "a space before it", Text(" 2126-12-01T10:00:00Z")),
        Refuses("expiresAt", "a day that is not in the calendar", Text("2126-02-29T10:00:00Z")),
        Refuses("expiresAt", "hour 25", Text("2126-12-01T25:00:00Z")),
        Refuses("expiresAt", "after the end of the calendar", Text("9999-12-31T23:59:59-01:00")),
        Refuses("expiresAt", "an HTTP date", Text("Sun, 01 Dec 2126 10:00:00 GMT")),
    ];
}
