using Workers.Conversations;
using Workers.Testing;

namespace Workers.Ingress.Tests.Limits;

/// <summary>How many of a tenant's queries may wait, over all conversations and processes.</summary>
[Collection(IngressCollection.Name)]
public sealed class BacklogTests(SharedIngress shared)
{
    private const string MaxBacklog = "MaxBacklog";
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [SkippableTheory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task As_many_as_are_allowed_are_accepted_and_the_next_when_one_has_ended(int processes)
    {
        await using var limited = new Limited(shared.Redis, (MaxBacklog, 3));
        var apps = new List<IngressApp>();
        for (var i = 0; i < processes; i++)
            apps.Add(await limited.IngressAsync());
        QueryId? first = null;
        for (var i = 0; i < 3; i++)
        {
            using var accepted = await apps[i % processes].SubmitAsync(Limited.Body($"c{i}"));
            Assert.Equal(202, (int)accepted.StatusCode);
            first ??= IngressApp.Id(await accepted.Json());
        }
        foreach (var app in apps)
        {
            using var refused = await app.SubmitAsync(Limited.Body("more"), "key");
            await refused.Problem(429, "backlog-full");
            Assert.True(refused.Headers.RetryAfter?.Delta >= Second);
        }
        using var cancelled = await apps[0].Client.DeleteAsync($"/v1/queries/{first}");
        Assert.Equal(200, (int)cancelled.StatusCode);
        await Eventually.TrueAsync(async () => (int)(await apps[^1].SubmitAsync(Limited.Body("more"), "key")).StatusCode == 202,
            Second, "one has ended");
    }

    [SkippableFact]
    public async Task Sent_at_once_or_in_a_batch_exactly_as_many_are_accepted_as_are_allowed()
    {
        await using var limited = new Limited(shared.Redis, (MaxBacklog, 7));
        var app = await limited.IngressAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(i => app.SubmitAsync(Limited.Body($"c{i}"))));
        Assert.All(answers, answer => Assert.Equal(202, (int)answer.StatusCode));
        var (_, codes) = await Limited.BatchAsync(app, [.. Enumerable.Range(0, 30).Select(i => ($"b{i}", (string?)null))]);
        Assert.Equal((2, 28), (codes.Count(code => code == 202), codes.Count(code => code == 429)));
    }

    [SkippableFact]
    public async Task A_replay_is_accepted_over_the_limit()
    {
        await using var limited = new Limited(shared.Redis, (MaxBacklog, 1));
        var app = await limited.IngressAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => app.SubmitAsync(Limited.Body("twin"), "twins")));
        Assert.All(answers, answer => Assert.Equal(202, (int)answer.StatusCode));
        using var refused = await app.SubmitAsync(Limited.Body("c"));
        await refused.Problem(429, "backlog-full");
    }

    [SkippableFact]
    public async Task A_redrive_counts_and_its_repeat_finds_the_first_over_the_limit()
    {
        await using var limited = new Limited(shared.Redis, (MaxBacklog, 1));
        var app = await limited.IngressAsync();
        var ids = new List<QueryId>();
        for (var i = 0; i < 2; i++)
            ids.Add(await limited.FailedAsync(app, $"dead-{i}"));
        int[] expected = [202, 202, 429];
        QueryId[] order = [ids[0], ids[0], ids[1]];
        for (var i = 0; i < 3; i++)
        {
            using var answer = await app.SendAsync(HttpMethod.Post, $"/v1/dead-letters/{order[i]}/redrive", null);
            Assert.Equal(expected[i], (int)answer.StatusCode);
        }
    }
}
