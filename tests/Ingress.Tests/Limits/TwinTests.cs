using System.Globalization;
using System.Text.RegularExpressions;
using Workers.Conversations;
using Workers.Ingress.Queries;
using Workers.Testing;

namespace Workers.Ingress.Tests.Limits;

/// <summary>Two requests with one Idempotency-Key, sent at once over a limit: they are never told two things.</summary>
[Collection(IngressCollection.Name)]
public sealed class TwinTests(SharedIngress shared)
{
    private static readonly string Hash =
        CanonicalRequest.HashOf(new SubmitRequest { ConversationId = "twin", Text = "Where is my order?" });

    [SkippableFact]
    public async Task Sent_at_once_to_two_hosts_they_are_accepted_together_whatever_is_left()
    {
        await using var limited = new Limited(shared.Redis, ("RequestsPerSecond", 1));
        IngressApp[] apps = [await limited.IngressAsync(), await limited.IngressAsync()];
        using var one = await apps[0].SubmitAsync(Limited.Body("c"));
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(i =>
            apps[i % 2].SubmitAsync(Limited.Body("twin"), "twins")));
        Assert.All(answers, answer => Assert.Equal(202, (int)answer.StatusCode));
        Assert.Single((await Task.WhenAll(answers.Select(async answer => IngressApp.Id(await answer.Json())))).Distinct());
    }

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_second_waits_for_what_the_first_comes_to(bool isAccepted)
    {
        await using var limited = new Limited(shared.Redis, ("MaxBacklog", 1));
        var app = await limited.IngressAsync();
        var (conversation, key) = (new ConversationRef(limited.Tenant, "twin"), limited.Tenant);
        var id = app.Store.IdFor(conversation, key, Hash);
        Assert.Null(await app.Store.ReserveAsync(limited.Tenant, key, id, Hash));
        using var blocker = await app.SubmitAsync(Limited.Body("blocker"));

        var before = await LooksAsync(app);
        var second = app.SubmitAsync(Limited.Body("twin"), key);
        await Eventually.TrueAsync(async () => await LooksAsync(app) > before, TimeSpan.FromSeconds(10), "it has seen the first");
        if (isAccepted)
            await app.Store.SubmitAsync(conversation, id, new QueryContent { ConversationId = "twin", Text = "x" }, 10);
        await (isAccepted ? app.Store.ConfirmAsync(limited.Tenant, key, id, Hash)
            : app.Store.ReleaseAsync(limited.Tenant, key, id, Hash));

        using var answer = await second;
        Assert.Equal(isAccepted ? 202 : 429, (int)answer.StatusCode);
        Assert.Equal(isAccepted, answer.Headers.Contains("Idempotent-Replayed"));
    }

    [SkippableFact]
    public async Task A_second_that_waited_in_vain_and_is_refused_leaves_the_key_to_the_first()
    {
        await using var limited = new Limited(shared.Redis, ("MaxBacklog", 1));
        var app = await limited.IngressAsync();
        var (conversation, key) = (new ConversationRef(limited.Tenant, "twin"), limited.Tenant);
        var id = app.Store.IdFor(conversation, key, Hash);
        Assert.Null(await app.Store.ReserveAsync(limited.Tenant, key, id, Hash));
        using var blocker = await app.SubmitAsync(Limited.Body("blocker"));

        using var second = await app.SubmitAsync(Limited.Body("twin"), key);
        await second.Problem(429, "backlog-full");
        using var other = await app.SubmitAsync(Limited.Body("twin", "Another request"), key);
        await other.Problem(422, "idempotency-key-reused");
    }

    // Nothing else asks how long a key has to live than somebody who finds it taken.
    private static async Task<int> LooksAsync(IngressApp app)
    {
        var stats = (string?)await app.Database().ExecuteAsync("INFO", "commandstats") ?? "";
        return Regex.Match(stats, @"cmdstat_pttl:calls=(\d+)") is { Success: true } match
            ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : 0;
    }
}
