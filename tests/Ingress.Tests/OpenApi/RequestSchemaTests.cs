using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CsCheck;
using Workers.Ingress.Conversations;
using Workers.Ingress.OpenApi.Schemas;
using Workers.Ingress.Problems;
using Workers.Ingress.Queries;

namespace Workers.Ingress.Tests.OpenApi;

/// <summary>The schemas of bodies say what the reader and its rules do; nothing else makes them do so.</summary>
public sealed class RequestSchemaTests(ServedDocument served) : IClassFixture<ServedDocument>
{
    // Letters, the edges of every class that a rule knows, and a code point that needs two characters.
    private static readonly string[] Pieces =
    [
        "a", "Z", "0", ".", "_", ":", "@", "/", "-", " ", "\t", "\n", "\r", "\v", "\u0000", "\u001f", "\u007f", "\u0085",
        "\u009f", "\u00a0", "\u2028", "~", "!", "é", "\U0001F600",
    ];

    private static readonly Gen<string> Strings =
        Gen.Int[0, Pieces.Length - 1].Select(piece => Pieces[piece]).Array[0, 6].Select(string.Concat);

    [Fact]
    public void The_members_are_those_that_the_reader_knows()
    {
        var known = typeof(SubmitReader).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (string)field.GetRawConstantValue()!).Order(StringComparer.Ordinal);
        Assert.Equal(known, Members(RequestSchemas.Item).Order(StringComparer.Ordinal));
        Assert.Equal(known.Except([SubmitReader.Key]), Members(RequestSchemas.Query).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_required_members_are_those_that_the_reader_misses()
    {
        var errors = new FieldErrors();
        _ = SubmitReader.ReadItem(JsonDocument.Parse("{}").RootElement, errors);
        Assert.Equal(errors.ToDictionary().Keys,
            Schema(RequestSchemas.Item)["required"]!.AsArray().Select(name => $"{name}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_conversationId_fits_its_schema_when_it_keeps_to_its_rule() =>
        Agree("conversationId", text => ConversationIdRule.IsValid(text), "a" + new string('b', 127), "a" + new string('b', 128));

    [Fact]
    public void A_text_fits_its_schema_when_it_keeps_to_its_rule() => Agree("text", text => TextRule.Fault(text) is null,
        new string('x', 16_000), new string('x', 16_001), string.Concat(Enumerable.Repeat("\U0001F600", 16_000)));

    [Fact]
    public void An_idempotencyKey_fits_its_schema_when_it_keeps_to_its_rule() => Agree("idempotencyKey",
        text => IdempotencyKey.TryRead(text, out _), new string('x', 255), new string('x', 256));

    [Fact]
    public void An_expiresAt_fits_its_schema_when_it_has_the_form() => Agree("expiresAt", text => ExpiryRule.Fault(text) is null,
        "2026-12-01T10:00:00Z", "2026-12-01t10:00:00z", "2026-12-01T10:00:00.5+01:00", "2026-12-01T10:00:00", "2026-12-01",
        "2026-12-01T10:00:00." + new string('1', 32) + "+01:00", "2026-12-01T10:00:00." + new string('1', 33) + "Z");

    private void Agree(string member, Func<string, bool> rule, params string[] edges)
    {
        var schema = Schema(RequestSchemas.Item)["properties"]![member]!;
        Assert.All(edges, edge => Assert.Equal(rule(edge), Fits(schema, edge)));
        Strings.Sample(text => Assert.Equal(rule(text), Fits(schema, text)), iter: 3000);
    }

    private static bool Fits(JsonNode schema, string text) =>
        text.EnumerateRunes().Count() <= schema["maxLength"]!.GetValue<int>()
        && Regex.IsMatch(text, schema["pattern"]!.GetValue<string>().Replace("$", "\\z", StringComparison.Ordinal));

    private JsonNode Schema(string name) => served.Document["components"]!["schemas"]![name]!;

    private IEnumerable<string> Members(string schema) => Schema(schema)["properties"]!.AsObject().Select(member => member.Key);
}
