using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using Workers.Conversations;

namespace Workers.Ingress.Tests.Queries;

/// <summary>How a query is read, at once and when it has ended.</summary>
[Collection(IngressCollection.Name)]
public sealed class ReadingTests(SharedIngress shared)
{
    private readonly string _conversation = "read-" + Guid.NewGuid().ToString("N");

    private IngressApp App => shared.App;

    [SkippableFact]
    public async Task An_unchanged_query_is_not_sent_again()
    {
        var id = await App.AcceptedAsync(_conversation);
        using var first = await App.Client.GetAsync($"/v1/queries/{id}");
        var tag = first.Headers.ETag!;
        Assert.False(tag.IsWeak);
        foreach (var known in (string[])[tag.Tag, $"\"other\", {tag.Tag}", $"W/{tag.Tag}", "*"])
        {
            using var same = await GetAsync($"/v1/queries/{id}", known);
            Assert.Equal(304, (int)same.StatusCode);
            Assert.Equal(tag, same.Headers.ETag);
            Assert.Empty(await same.Content.ReadAsByteArrayAsync());
        }

        await App.CompleteAsync(_conversation, id, "soon");
        using var changed = await GetAsync($"/v1/queries/{id}", tag.Tag);
        Assert.Equal(200, (int)changed.StatusCode);
        Assert.NotEqual(tag, changed.Headers.ETag);
    }

    [SkippableFact]
    public async Task A_completed_query_shows_its_whole_life()
    {
        var id = await App.AcceptedAsync(_conversation);
        await App.BeginAsync(_conversation, id);
        using var running = await App.Client.GetAsync($"/v1/queries/{id}");
        Assert.Equal("running", (await running.Json()).GetProperty("status").GetString());
        var second = await App.AcceptedAsync(_conversation + "2");
        await App.CompleteAsync(_conversation + "2", second, "here");
        using var ended = await App.Client.GetAsync($"/v1/queries/{second}");
        var query = await ended.Json();
        Assert.Equal(
            ["id", "conversationId", "sequence", "status", "text", "attempts",
                "submittedAt", "startedAt", "endedAt", "reply"],
            query.EnumerateObject().Select(member => member.Name));
        Assert.Equal("here", query.GetProperty("reply").GetProperty("text").GetString());
    }

    [SkippableFact]
    public async Task A_result_is_202_until_the_query_has_ended()
    {
        var id = await App.AcceptedAsync(_conversation);
        using var early = await App.Client.GetAsync($"/v1/queries/{id}/result");
        Assert.Equal(202, (int)early.StatusCode);
        Assert.True(early.Headers.RetryAfter?.Delta >= TimeSpan.FromSeconds(1));
        Assert.Equal($"/v1/queries/{id}/result", early.Headers.Location?.ToString());
        await App.CompleteAsync(_conversation, id, "done");
        using var result = await App.Client.GetAsync($"/v1/queries/{id}/result");
        Assert.Equal(200, (int)result.StatusCode);
        Assert.Equal("completed", (await result.Json()).GetProperty("status").GetString());
    }

    [SkippableFact]
    public async Task Waiting_ends_when_the_query_ends()
    {
        var id = await App.AcceptedAsync(_conversation);
        var watch = Stopwatch.StartNew();
        var waiting = Task.WhenAll(Enumerable.Range(0, 20).Select(
            _ => App.Client.GetAsync($"/v1/queries/{id}?wait=30")));
        await App.CompleteAsync(_conversation, id, "done");
        foreach (var answer in await waiting)
            Assert.Equal("completed", (await answer.Json()).GetProperty("status").GetString());
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"{watch.Elapsed}");
    }

    [SkippableFact]
    public async Task Waiting_ends_when_its_time_is_over()
    {
        var id = await App.AcceptedAsync(_conversation);
        var watch = Stopwatch.StartNew();
        using var answer = await App.Client.GetAsync($"/v1/queries/{id}?wait=3");
        Assert.Equal("queued", (await answer.Json()).GetProperty("status").GetString());
        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(2.9), TimeSpan.FromSeconds(6));
    }

    [SkippableFact]
    public async Task A_stopping_host_answers_its_waiters_at_once()
    {
        await using var app = await IngressApp.StartAsync(shared.Redis);
        var id = await App.AcceptedAsync(_conversation);
        var watch = Stopwatch.StartNew();
        var waiting = app.Client.GetAsync($"/v1/queries/{id}?wait=30");
        using var alive = await app.Client.GetAsync($"/v1/queries/{id}?wait=1");
        app.App.Lifetime.StopApplication();
        using var answer = await waiting;
        Assert.Equal("queued", (await answer.Json()).GetProperty("status").GetString());
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"{watch.Elapsed}");
    }

    private Task<HttpResponseMessage> GetAsync(string path, string known) =>
        App.SendAsync(HttpMethod.Get, path, null, ("If-None-Match", known));
}
