using System.Globalization;
using Workers.Conversations;
using Workers.Ingress.Tests.Limits;
using Workers.Testing;

namespace Workers.Ingress.Tests;

/// <summary>What callers see while the store takes nothing new: what is new is refused, the rest answered.</summary>
public sealed class StoreFullTests
{
    [SkippableFact]
    public async Task A_batch_is_refused_with_it_item_by_item_and_its_replays_are_found()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var app = await IngressApp.StartAsync(redis.ConnectionString);
        await app.OpenAsync();
        using var earlier = await app.SubmitAsync("""{"conversationId":"c","text":"x"}""", "earlier");
        await FillAsync(app);

        var (answer, _) = await Limited.BatchAsync(app, ("c", null), ("c", "new"), ("c", "earlier"), ("c", null));
        using var batch = answer;
        var results = (await batch.Json()).GetProperty("results").EnumerateArray().Select(result =>
            result.TryGetProperty("problem", out var problem) ? problem.GetProperty("type").GetString()
                : result.GetProperty("query").GetProperty("id").GetString());
        const string full = "urn:workers:problem:store-full";
        Assert.Equal([full, full, $"{IngressApp.Id(await earlier.Json())}", full], results);
    }

    [SkippableFact]
    public async Task A_redrive_is_refused_and_the_repeat_of_an_earlier_one_is_found()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var limited = new Limited(redis.ConnectionString);
        var app = await limited.IngressAsync();
        var (dead, other) = (await limited.FailedAsync(app, "dead"), await limited.FailedAsync(app, "other"));
        using var first = await RedriveAsync(app, dead);
        await FillAsync(app);

        using var again = await RedriveAsync(app, dead);
        Assert.Equal(202, (int)again.StatusCode);
        Assert.Equal(IngressApp.Id(await first.Json()), IngressApp.Id(await again.Json()));
        using var refused = await RedriveAsync(app, other);
        await refused.Problem(503, "store-full");
    }

    private static Task<HttpResponseMessage> RedriveAsync(IngressApp app, QueryId dead) =>
        app.SendAsync(HttpMethod.Post, $"/v1/dead-letters/{dead}/redrive", null);

    // Nineteen twentieths of what may be used are: the rest is enough for whatever is not a submission.
    private static async Task FillAsync(IngressApp app)
    {
        for (var i = 0; i < 64; i++)
            await app.Database().StringSetAsync($"ballast-{i}", new byte[512 * 1024]);
        var memory = (string)(await app.Database().ExecuteAsync("INFO", "memory"))!;
        var used = long.Parse(memory.Split("used_memory:")[1].Split('\r')[0], CultureInfo.InvariantCulture);
        await app.Database().ExecuteAsync("CONFIG", "SET", "maxmemory", used * 20 / 19);
        await Eventually.TrueAsync(
            async () => (int)(await app.SubmitAsync(Limited.Body("probe"))).StatusCode == 503,
            TimeSpan.FromSeconds(20), "the ingress has seen that the store is full");
    }
}
