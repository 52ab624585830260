using System.Diagnostics;
using Workers.Testing;

namespace Workers.Ingress.Tests;

/// <summary>What callers see while the store or the broker is away.</summary>
public sealed class OutageTests
{
    private const string Body = "{\"conversationId\":\"outage\",\"text\":\"x\"}";

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Without_Redis_every_route_answers_503_within_three_seconds(bool isKilled)
    {
        await using var redis = await RedisServer.StartAsync();
        await using var app = await IngressApp.StartAsync(redis.ConnectionString);
        await app.OpenAsync();
        var id = await app.AcceptedAsync("outage");
        if (isKilled)
            await redis.KillAsync();
        else
            redis.Pause();
        for (var i = 0; i < 3; i++)
        {
            await RefusedInTimeAsync(() => app.SubmitAsync(Body));
            await RefusedInTimeAsync(() => app.SubmitAsync(Body, "key"));
            await RefusedInTimeAsync(() => app.Client.GetAsync($"/v1/queries/{id}?wait=20"));
            await RefusedInTimeAsync(() => app.Client.GetAsync($"/v1/queries/{id}/result"));
            await RefusedInTimeAsync(() => app.Client.GetAsync("/v1/conversations/outage"));
        }

        if (isKilled)
            await redis.RestartAsync();
        else
            redis.Continue();
        await Eventually.TrueAsync(async () => (int)(await app.SubmitAsync(Body, "key")).StatusCode == 202,
            TimeSpan.FromSeconds(15), "Redis is back");
        var conversation = await app.Store.ReadConversationAsync(new("acme", "outage"));
        Assert.Single(conversation!.Mailbox,
            query => query.Id == app.Store.IdFor(new("acme", "outage"), "key", HashOfBody));
    }

    [SkippableFact]
    public async Task A_store_that_was_never_there_does_not_stop_the_start()
    {
        Needs.Redis();
        await using var app = await IngressApp.StartAsync($"127.0.0.1:{FreePort.Next()}");
        await RefusedInTimeAsync(() => app.SubmitAsync(Body, "key"));
        using var live = await app.Client.GetAsync("/healthz/live");
        Assert.Equal(200, (int)live.StatusCode);
    }

    private static string HashOfBody { get; } = Workers.Ingress.Queries.CanonicalRequest.HashOf(
        new Workers.Ingress.Queries.SubmitRequest { ConversationId = "outage", Text = "x" });

    private static async Task RefusedInTimeAsync(Func<Task<HttpResponseMessage>> send)
    {
        var watch = Stopwatch.StartNew();
        using var answer = await send();
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(3), $"{watch.Elapsed}");
        await answer.Problem(503, "store-unavailable");
        Assert.True(answer.Headers.RetryAfter?.Delta >= TimeSpan.FromSeconds(1));
    }
}
