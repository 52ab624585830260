using System.Text.Json;
using System.Text.RegularExpressions;
using Workers.Conversations;

namespace Workers.Ingress.Tests;

/// <summary>What is true of every route that reads.</summary>
[Collection(IngressCollection.Name)]
public sealed partial class ReadRoutesTests(SharedIngress shared)
{
    private readonly string _name = "routes-" + Guid.NewGuid().ToString("N");

    [SkippableTheory]
    [InlineData("/v1/queries/{id}")]
    [InlineData("/v1/queries/{id}/result")]
    [InlineData("/v1/conversations/{name}")]
    [InlineData("/v1/dead-letters")]
    [InlineData("/v1/deliveries")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/v1/queries/nonsense")]
    [InlineData("/v1/queries/{id}?wait=31")]
    public async Task HEAD_tells_what_GET_would_and_sends_no_body(string route)
    {
        var id = await shared.App.AcceptedAsync(_name);
        var path = route.Replace("{id}", $"{id}", StringComparison.Ordinal).Replace("{name}", _name, StringComparison.Ordinal);
        using var full = await shared.App.Client.GetAsync(path);
        using var head = await shared.App.SendAsync(HttpMethod.Head, path, null);
        Assert.Equal(full.StatusCode, head.StatusCode);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
        Assert.Equal(full.Content.Headers.ContentType, head.Content.Headers.ContentType);
        Assert.Equal(full.Headers.Where(IsOurs).Select(Written), head.Headers.Where(IsOurs).Select(Written));
    }

    [SkippableTheory]
    [InlineData("%20")]
    [InlineData("q_")]
    [InlineData("%E2%82%AC")]
    [InlineData("q_0g00000000000000000000000000000000")]
    [InlineData("Q_000000000000000000000000000000000000")]
    [InlineData("q_64FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF")]
    [InlineData("q_-1ffffffffffffffffffffffffffffffff")]
    [InlineData("q_00%2F0000000000000000000000000000000")]
    [InlineData("q_00%0d%0a0000000000000000000000000000")]
    [InlineData("{*}")]
    public async Task A_malformed_id_is_not_there_on_any_route(string id)
    {
        foreach (var (method, route) in ((string, string)[])[
            ("GET", "queries/{id}"), ("GET", "queries/{id}/result"), ("GET", "queries/{id}/events"), ("DELETE", "queries/{id}"),
            ("POST", "dead-letters/{id}/redrive"), ("POST", "deliveries/{id}/redeliver"),
            ("GET", "conversations/!{id}"), ("DELETE", "conversations/!{id}")])
        {
            var path = "/v1/" + route.Replace("{id}", id, StringComparison.Ordinal);
            using var answer = await shared.App.SendAsync(new HttpMethod(method), path, null);
            await answer.Problem(404, "not-found");
        }
    }

    [SkippableFact]
    public async Task A_time_is_the_same_string_wherever_it_is_told()
    {
        var id = await shared.App.AcceptedAsync(_name);
        var grant = await shared.App.BeginAsync(_name, id);
        var waiting = await JsonAsync($"/v1/conversations/{_name}");
        await shared.App.Store.FailAsync(grant, QueryStatus.Failed, new QueryError("why", "Because."));
        var query = await JsonAsync($"/v1/queries/{id}");
        foreach (var member in (string[])["submittedAt", "startedAt", "endedAt"])
            Assert.Matches(Rfc3339(), query.GetProperty(member).GetString()!);
        Assert.Equal(Text(query, "submittedAt"), Text(waiting.GetProperty("mailbox")[0], "submittedAt"));
        var turn = (await JsonAsync($"/v1/conversations/{_name}")).GetProperty("turns")[0];
        var dead = (await JsonAsync("/v1/dead-letters?limit=1")).GetProperty("items")[0];
        foreach (var other in (JsonElement[])[turn, dead, await JsonAsync($"/v1/queries/{id}/result")])
        {
            Assert.Equal((Text(query, "submittedAt"), Text(query, "endedAt")),
                (Text(other, "submittedAt"), Text(other, "endedAt")));
        }
    }

    [SkippableFact]
    public async Task Metadata_comes_back_as_it_was_sent_and_what_was_not_sent_is_left_out()
    {
        const string metadata = """{"b":"","a":"Gr\u00fc\u00dfe","c":"{\u0022x\u0022:1}"}""";
        using var submitted = await shared.App.SubmitAsync(
            $$"""{"conversationId":"{{_name}}","text":"Hi","metadata":{{metadata}},"expiresAt":null}""");
        var query = await JsonAsync($"/v1/queries/{IngressApp.Id(await submitted.Json())}");
        Assert.Equal(JsonDocument.Parse(metadata).RootElement.EnumerateObject().Select(pair => (pair.Name, pair.Value.GetString())),
            query.GetProperty("metadata").EnumerateObject().Select(pair => (pair.Name, pair.Value.GetString())));
        Assert.Equal(["id", "conversationId", "sequence", "status", "text", "attempts", "submittedAt", "metadata"],
            query.EnumerateObject().Select(member => member.Name));
    }

    private async Task<JsonElement> JsonAsync(string path)
    {
        using var answer = await shared.App.Client.GetAsync(path);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {answer.StatusCode}");
        return await answer.Json();
    }

    private static bool IsOurs(KeyValuePair<string, IEnumerable<string>> header) =>
        header.Key is not ("Date" or "Transfer-Encoding");

    private static string Written(KeyValuePair<string, IEnumerable<string>> header) =>
        $"{header.Key}: {string.Join(", ", header.Value)}";

    private static string? Text(JsonElement element, string member) => element.GetProperty(member).GetString();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\z")]
    private static partial Regex Rfc3339();
}
