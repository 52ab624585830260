using System.Text.Json;

namespace Workers.Ingress.Tests.Queries;

/// <summary>Every rule of a submission, on both sides of its bound.</summary>
[Collection(IngressCollection.Name)]
public sealed class SubmitRuleTests(SharedIngress shared)
{
    public static TheoryData<string> Good => new()
    {
        Body("text", "\"x\""), Body("text", $"\"{Times("x", 16_000)}\""), Body("text", $"\"{Times("😀", 16_000)}\""),
        Body("text", "\"a\\tb\\nc\\rd\""), Body("text", "\"\\ud83d\\ude00\""), Body("text", "\"\\u2028 \\ufeff x\""),
        Body("conversationId", $"\"{Times("c", 128)}\""), Body("conversationId", "\"7._:@/-Z\""),
        Body("metadata", "null"), Body("metadata", "{}"), Body("metadata", Pairs(16)), Body("metadata", "{\"a\":null}"),
        Body("metadata", $"{{\"{Times("😀", 64)}\":\"{Times("😀", 512)}\"}}"), Body("metadata", "{\"a\":\"\"}"),
        Body("expiresAt", "null"), Body("expiresAt", "\"2126-12-01T10:00:00Z\""),
        Body("expiresAt", "\"2126-12-01t10:00:00.123456789+01:00\""),
        Body("expiresAt", "\"2126-12-01T10:00:00-11:30\""),
        Body("replyTo", "null"), Body("replyTo", "\"https://crm.example/hooks/reply?x=1\""),
        Body("replyTo", "\"https://CRM.example:443/\""), Body("replyTo", "\"https://ports.example:8443/\""),
        Body("replyTo", "\"https://a.wild.example\""), Body("replyTo", "\"https://a.b.wild.example/\""),
        "\ufeff" + Body("text", "\"x\""), "{\"conversationId\":\"c\",\"te\\u0078t\":\"x\"}",
    };

    public static TheoryData<string, string> Bad => new()
    {
        { "", "$" }, { "   ", "$" }, { "x", "$" }, { "[]", "$" }, { "\"text\"", "$" }, { "null", "$" },
        { "{} {}", "$" },
        { "{\"conversationId\":\"c\",\"text\":\"x\",}", "$" }, { Times("[", 70) + Times("]", 70), "$" },
        { Body("other", "1"), "other" }, { Body("Text", "\"x\""), "Text" }, { Body("other", "null"), "other" },
        { "{\"conversationId\":\"c\",\"text\":\"x\",\"text\":\"x\"}", "text" },
        { "{\"conversationId\":\"c\",\"text\":null,\"te\\u0078t\":\"x\"}", "text" },
        { "{\"conversationId\":\"c\"}", "text" }, { Body("text", "null"), "text" }, { Body("text", "1"), "text" },
        { Body("text", "\"\""), "text" }, { Body("text", "\" \\t\\n\\u3000\""), "text" },
        { Body("text", $"\"{Times("x", 16_001)}\""), "text" }, { Body("text", $"\"{Times("😀", 16_001)}\""), "text" },
        { Body("text", "\"a\\u0000\""), "text" }, { Body("text", "\"a\\u007f\""), "text" },
        { Body("text", "\"a\\u0085b\""), "text" },
        { Body("text", "\"a\\ud800\""), "text" }, { Body("text", "\"\\ude00a\""), "text" },
        { "{\"text\":\"x\"}", "conversationId" }, { Body("conversationId", "\"\""), "conversationId" },
        { Body("conversationId", $"\"{Times("c", 129)}\""), "conversationId" },
        { Body("conversationId", "\"/c\""), "conversationId" }, { Body("conversationId", "\".c\""), "conversationId" },
        { Body("conversationId", "\"a b\""), "conversationId" }, { Body("conversationId", "\"ä\""), "conversationId" },
        { Body("conversationId", "\"a\\n\""), "conversationId" }, { Body("conversationId", "7"), "conversationId" },
        { Body("conversationId", "\"a%2Fb\""), "conversationId" },
        { Body("metadata", "[]"), "metadata" }, { Body("metadata", Pairs(17)), "metadata" },
        { Body("metadata", "{\"\":\"x\"}"), "metadata" }, { Body("metadata", "{\"a\":1}"), "metadata" },
        { Body("metadata", "{\"a\":\"1\",\"a\":\"1\"}"), "metadata" },
        { Body("metadata", "{\"a\":\"\\udfff\"}"), "metadata" },
        { Body("metadata", "{\"\\udfff\":\"a\"}"), "metadata" },
        { Body("metadata", $"{{\"{Times("k", 65)}\":\"\"}}"), "metadata" },
        { Body("metadata", $"{{\"k\":\"{Times("v", 513)}\"}}"), "metadata" },
        { Body("expiresAt", "\"2026-11-23T00:00:00Z\""), "expiresAt" },
        { Body("expiresAt", "\"2126-12-01T10:00:00\""), "expiresAt" },
        { Body("expiresAt", "\"2126-12-01\""), "expiresAt" }, { Body("expiresAt", "4000000000"), "expiresAt" },
        { Body("expiresAt", "\"2126-02-30T10:00:00Z\""), "expiresAt" }, { Body("expiresAt", "\"\""), "expiresAt" },
        { Body("replyTo", "\"\""), "replyTo" }, { Body("replyTo", "\"/hooks\""), "replyTo" },
        { Body("replyTo", "\"http://crm.example/\""), "replyTo" },
        { Body("replyTo", "\"https://crm.example:444/\""), "replyTo" },
        { Body("replyTo", "\"https://u@crm.example/\""), "replyTo" },
        { Body("replyTo", "\"https://@crm.example/\""), "replyTo" },
        { Body("replyTo", "\"https://crm.example/#x\""), "replyTo" },
        { Body("replyTo", "\"https://crm.example/#\""), "replyTo" },
        { Body("replyTo", "\"https://evil.example/\""), "replyTo" },
        { Body("replyTo", "\"https://sub.crm.example/\""), "replyTo" },
        { Body("replyTo", "\"https://wild.example/\""), "replyTo" },
        { Body("replyTo", "\"https://notwild.example/\""), "replyTo" },
        { Body("replyTo", "\"https://ports.example/\""), "replyTo" },
        { Body("replyTo", "\" https://crm.example/\""), "replyTo" },
        { Body("replyTo", "\"https://crm.example\\\\@evil.example/\""), "replyTo" },
        { Body("replyTo", "\"https:crm.example\""), "replyTo" },
    };

    [SkippableTheory, MemberData(nameof(Good))]
    public async Task What_keeps_to_the_rules_is_accepted(string body)
    {
        using var answer = await shared.App.SubmitAsync(body);
        Assert.True((int)answer.StatusCode == 202, await answer.Content.ReadAsStringAsync());
    }

    [SkippableTheory, MemberData(nameof(Bad))]
    public async Task What_breaks_a_rule_is_refused_under_its_members_name(string body, string member)
    {
        using var answer = await shared.App.SubmitAsync(body);
        var errors = (await answer.Problem(400, "invalid-request")).GetProperty("errors");
        Assert.Equal([member], errors.EnumerateObject().Select(error => error.Name));
        Assert.NotEmpty(errors.GetProperty(member)[0].GetString()!);
    }

    [SkippableFact]
    public async Task All_faults_are_told_at_once()
    {
        using var answer = await shared.App.SubmitAsync(
            "{\"text\":\"\",\"replyTo\":\"http://x\",\"expiresAt\":\"2020-01-01T00:00:00Z\",\"more\":1}");
        var errors = (await answer.Problem(400, "invalid-request")).GetProperty("errors");
        Assert.Equal(["conversationId", "expiresAt", "more", "replyTo", "text"],
            errors.EnumerateObject().Select(error => error.Name));
    }

    [SkippableFact]
    public async Task Bytes_that_are_no_UTF8_are_refused()
    {
        byte[] bytes = [.. "{\"conversationId\":\"c\",\"text\":\"a"u8, 0xED, 0xA0, 0x80, .. "\"}"u8];
        using var content = new ByteArrayContent(bytes) { Headers = { ContentType = new("application/json") } };
        using var answer = await shared.App.SendAsync(HttpMethod.Post, "/v1/queries", content);
        await answer.Problem(400, "invalid-request");
    }

    [SkippableFact]
    public async Task A_reply_address_needs_a_secret_to_sign_with()
    {
        using var content = new StringContent(Body("replyTo", "\"https://crm.example/\""), null, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/queries") { Content = content };
        using var client = new HttpClient { BaseAddress = shared.App.Client.BaseAddress };
        request.Headers.Add("X-Api-Key", IngressApp.OtherKey);
        using var answer = await client.SendAsync(request);
        var errors = (await answer.Problem(400, "invalid-request")).GetProperty("errors");
        Assert.True(errors.TryGetProperty("replyTo", out _));
    }

    [SkippableFact]
    public async Task Text_and_metadata_come_back_as_they_were_sent()
    {
        const string Text = "Grüße 😀 <b>\"'&\\ \t\r\n \u2028 \u0f00";
        using var answer = await shared.App.SubmitAsync(
            JsonSerializer.Serialize(
                new { conversationId = "unicode", text = Text, metadata = new { Ticket = Text } }));
        using var read = await shared.App.Client.GetAsync($"/v1/queries/{IngressApp.Id(await answer.Json())}");
        var query = await read.Json();
        Assert.Equal(Text, query.GetProperty("text").GetString());
        Assert.Equal(Text, query.GetProperty("metadata").GetProperty("Ticket").GetString());
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", query.GetProperty("submittedAt").GetString());
        Assert.False(query.TryGetProperty("endedAt", out _));
    }

    [SkippableFact]
    public async Task The_callers_trace_goes_on()
    {
        const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        using var content = new StringContent(Body("text", "\"x\""), null, "application/json");
        using var answer = await shared.App.SendAsync(
            HttpMethod.Post, "/v1/queries", content, ("traceparent", $"00-{Trace}-00f067aa0ba902b7-01"));
        var query = await shared.App.Store.ReadQueryAsync("acme", IngressApp.Id(await answer.Json()));
        Assert.Equal(Trace, query!.Content.TraceParent!.Split('-')[1]);
    }

    private static string Body(string member, string value)
    {
        var members = new Dictionary<string, string> { ["conversationId"] = "\"c\"", ["text"] = "\"x\"" };
        members[member] = value;
        return "{" + string.Join(',', members.Select(pair => $"\"{pair.Key}\":{pair.Value}")) + "}";
    }

    private static string Times(string text, int count) => string.Concat(Enumerable.Repeat(text, count));

    private static string Pairs(int count) =>
        "{" + string.Join(',', Enumerable.Range(0, count).Select(i => $"\"k{i}\":\"v\"")) + "}";
}
