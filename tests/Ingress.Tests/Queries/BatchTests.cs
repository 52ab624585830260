using System.Text;
using System.Text.Json;
using Workers.Testing;

namespace Workers.Ingress.Tests.Queries;

/// <summary>Many queries in one request, each with an outcome of its own.</summary>
[Collection(IngressCollection.Name)]
public sealed class BatchTests(SharedIngress shared)
{
    private readonly string _name = "batch-" + Guid.NewGuid().ToString("N");

    [SkippableFact]
    public async Task Each_query_has_its_outcome_in_the_order_of_the_request()
    {
        var results = await ResultsAsync(shared.App,
            Item(_name, "one"), Item(_name, "two"), Item("not a name", "three"), Item(_name, "four"), 5, Item(_name + "-other", "six"));
        Assert.Equal([202, 202, 400, 202, 400, 202], results.Select(result => result.GetProperty("code").GetInt32()));
        Assert.Equal([1, 2, 3, 1], results.Where(result => result.TryGetProperty("query", out _))
            .Select(result => result.GetProperty("query").GetProperty("sequence").GetInt32()));
        var problem = results[2].GetProperty("problem");
        Assert.Equal(("urn:workers:problem:invalid-request", 400),
            (problem.GetProperty("type").GetString(), problem.GetProperty("status").GetInt32()));
        Assert.True(problem.GetProperty("errors").TryGetProperty("conversationId", out _));
    }

    [SkippableFact]
    public async Task A_hundred_of_one_conversation_stay_in_order()
    {
        var results = await ResultsAsync(shared.App, [.. Enumerable.Range(1, 100).Select(n => Item(_name, $"{n}"))]);
        Assert.Equal(Enumerable.Range(1, 100), results.Select(result => result.GetProperty("query").GetProperty("sequence").GetInt32()));
    }

    [SkippableFact]
    public async Task A_key_finds_the_query_of_its_first_time_alone_or_in_a_batch()
    {
        var first = await ResultsAsync(shared.App, Item(_name, "one", "key-1" + _name), Item(_name, "one", "key-1" + _name));
        Assert.Single(first.Select(Id).Distinct());
        using var alone = await shared.App.SubmitAsync($$"""{"conversationId":"{{_name}}","text":"one"}""", "key-1" + _name);
        Assert.Equal(Id(first[0]), (await alone.Json()).GetProperty("id").GetString());
        var other = await ResultsAsync(shared.App, Item(_name, "other", "key-1" + _name));
        Assert.Equal(422, other[0].GetProperty("code").GetInt32());
    }

    [SkippableFact]
    public async Task A_conversation_whose_query_met_an_outage_takes_no_later_one_of_the_batch()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var app = await IngressApp.StartAsync(redis.ConnectionString);
        await app.OpenAsync();
        redis.Pause();
        try
        {
            var results = await ResultsAsync(app, Item(_name, "one"), Item(_name, "two"), Item("bad name", "x"));
            Assert.Equal([503, 503, 400], results.Select(result => result.GetProperty("code").GetInt32()));
        }
        finally
        {
            redis.Continue();
        }
    }

    private static string? Id(JsonElement result) => result.GetProperty("query").GetProperty("id").GetString();

    private static object Item(string conversationId, string text, string? idempotencyKey = null) =>
        new { conversationId, text, idempotencyKey };

    private static async Task<JsonElement[]> ResultsAsync(IngressApp app, params object[] items)
    {
        using var answer = await PostAsync(app, JsonSerializer.Serialize(new { queries = items }));
        Assert.Equal(200, (int)answer.StatusCode);
        return [.. (await answer.Json()).GetProperty("results").EnumerateArray()];
    }

    private static Task<HttpResponseMessage> PostAsync(IngressApp app, string body) =>
        app.Client.PostAsync("/v1/queries/batch", new StringContent(body, Encoding.UTF8, "application/json"));
}
