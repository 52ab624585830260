using System.Diagnostics;
using Workers.Ingress.Limits;

namespace Workers.Ingress.Tests.Limits;

/// <summary>A tenant's submissions a second: two seconds' worth at once, then what comes with the time.</summary>
[Collection(IngressCollection.Name)]
public sealed class RateTests(SharedIngress shared)
{
    private const string PerSecond = "RequestsPerSecond";

    [SkippableTheory]
    [InlineData(1, 1)]
    [InlineData(1, 2)]
    [InlineData(50, 1)]
    [InlineData(50, 2)]
    public async Task Over_all_ingress_processes_it_is_two_seconds_worth_and_what_comes_with_the_time(
        int perSecond, int processes)
    {
        await using var limited = new Limited(shared.Redis, (PerSecond, perSecond));
        var apps = new List<IngressApp>();
        for (var i = 0; i < processes; i++)
            apps.Add(await limited.IngressAsync());
        var unanswered = Unanswered();
        var watch = Stopwatch.StartNew();
        var answers = await Task.WhenAll(Enumerable.Range(0, 4 * perSecond + 10).Select(i =>
            apps[i % processes].SubmitAsync(Limited.Body($"c{i}"))));
        var accepted = answers.Count(answer => (int)answer.StatusCode == 202);
        var unsaid = processes == 1 ? 0 : Unanswered() > unanswered // a slow store: each goes on from what it knew
            ? 2 * perSecond : processes * (perSecond / 20);
        Assert.InRange(accepted, 2 * perSecond, 2 * perSecond + (perSecond * watch.Elapsed.TotalSeconds) + 1 + unsaid);
        foreach (var refused in answers.Where(answer => (int)answer.StatusCode != 202))
            await refused.Problem(429, "rate-reached");
    }

    [SkippableFact]
    public async Task Every_answer_tells_what_is_left_and_a_refusal_when_to_come_again()
    {
        await using var limited = new Limited(shared.Redis, (PerSecond, 2));
        var app = await limited.IngressAsync();
        using var first = await app.SubmitAsync(Limited.Body("c"));
        Assert.Equal((202, "\"submit\";q=4;w=2"), ((int)first.StatusCode, Header(first, "RateLimit-Policy")));
        Assert.Equal("\"submit\";r=3;t=1", Header(first, "RateLimit"));
        using var wrong = await app.SubmitAsync("{}");
        Assert.StartsWith("\"submit\";r=", Header(wrong, "RateLimit"), StringComparison.Ordinal);
        using var refused = (await UsedUpAsync(app)).Answer;
        await refused.Problem(429, "rate-reached");
        Assert.Equal("\"submit\";r=0;t=1", Header(refused, "RateLimit"));
        Assert.Equal("1", Header(refused, "Retry-After"));
    }

    [SkippableFact]
    public async Task What_is_wrong_or_a_replay_costs_nothing_of_it()
    {
        await using var limited = new Limited(shared.Redis, (PerSecond, 1));
        var app = await limited.IngressAsync();
        using var first = await app.SubmitAsync(Limited.Body("c"), "key");
        for (var i = 0; i < 20; i++)
        {
            using var wrong = await app.SubmitAsync("{}");
            Assert.Equal(400, (int)wrong.StatusCode);
            using var replay = await app.SubmitAsync(Limited.Body("c"), "key");
            Assert.Equal((202, true), ((int)replay.StatusCode, replay.Headers.Contains("Idempotent-Replayed")));
        }
        using var second = await app.SubmitAsync(Limited.Body("c"));
        Assert.Equal(202, (int)second.StatusCode);
    }

    [SkippableFact]
    public async Task A_redrive_costs_one_of_it_and_its_repeats_nothing()
    {
        await using var limited = new Limited(shared.Redis, (PerSecond, 2));
        var app = await limited.IngressAsync();
        var dead = await limited.FailedAsync(app, "dead");
        for (var i = 0; i < 5; i++)
        {
            using var answer = await app.SendAsync(HttpMethod.Post, $"/v1/dead-letters/{dead}/redrive", null);
            Assert.Equal(202, (int)answer.StatusCode);
            Assert.Matches("r=[234];", Header(answer, "RateLimit"));
        }
    }

    [SkippableFact]
    public async Task A_replay_is_accepted_over_the_limit_and_a_refusal_does_not_use_the_key_up()
    {
        await using var limited = new Limited(shared.Redis, (PerSecond, 1));
        var app = await limited.IngressAsync();
        using var first = await app.SubmitAsync(Limited.Body("c"), "accepted");
        var (answer, key) = await UsedUpAsync(app);
        using var refused = answer;
        using var replay = await app.SubmitAsync(Limited.Body("c"), "accepted");
        Assert.Equal(202, (int)replay.StatusCode);
        Assert.Equal(IngressApp.Id(await first.Json()), IngressApp.Id(await replay.Json()));
        using var other = await app.SubmitAsync(Limited.Body("c", "Another request"), key);
        Assert.Contains((int)other.StatusCode, (int[])[202, 429]); // not 422
    }

    [SkippableFact]
    public async Task Each_item_of_a_batch_counts_and_has_an_answer_of_its_own()
    {
        await using var limited = new Limited(shared.Redis, (PerSecond, 5));
        var app = await limited.IngressAsync();
        var watch = Stopwatch.StartNew();
        var (answer, codes) = await Limited.BatchAsync(app, [.. Enumerable.Range(0, 60).Select(i => ($"c{i}", (string?)null))]);
        var accepted = codes.Count(code => code == 202);
        Assert.InRange(accepted, 10, 10 + (5 * watch.Elapsed.TotalSeconds) + 1);
        Assert.All(codes, code => Assert.Contains(code, (int[])[202, 429]));
        Assert.StartsWith("\"submit\";r=", Header(answer, "RateLimit"), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task After_a_refused_item_its_conversations_later_ones_are_refused_too_but_for_replays()
    {
        await using var limited = new Limited(shared.Redis, (PerSecond, 50)); // one comes back every 20 ms
        var app = await limited.IngressAsync();
        using var earlier = await app.SubmitAsync("""{"conversationId":"c","text":"x"}""", "earlier");
        await Limited.BatchAsync(app, [.. Enumerable.Range(0, 98).Select(i => ($"c{i}", (string?)null))]);
        var codes = new List<int>();
        for (var turn = 0; !codes.Contains(429); turn++)
            codes = [.. (await Limited.BatchAsync(app, Items(turn))).Codes];
        var accepted = codes.IndexOf(429);
        Assert.Equal([.. Enumerable.Repeat(429, 98 - accepted), 202, 429], codes[accepted..]);
    }

    private static (string, string?)[] Items(int turn) =>
        [.. Enumerable.Range(0, 98).Select(i => ("c", (string?)$"{turn}-{i}")), ("c", "earlier"), ("c", null)];

    private static async Task<(HttpResponseMessage Answer, string Key)> UsedUpAsync(IngressApp app)
    {
        for (var i = 0; i < 100; i++)
        {
            var answer = await app.SubmitAsync(Limited.Body("c"), $"key-{i}");
            if ((int)answer.StatusCode != 202)
                return (answer, $"key-{i}");
        }
        throw new InvalidOperationException("It is never used up.");
    }

    private static double Unanswered() => LimitMetrics.UnansweredFor("rate");

    private static string Header(HttpResponseMessage answer, string name) => answer.Headers.GetValues(name).Single();
}
