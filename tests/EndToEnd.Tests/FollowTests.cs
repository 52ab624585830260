using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Workers.Testing;

namespace Workers.EndToEnd.Tests;

/// <summary>A client that follows its query through whatever happens to it.</summary>
[Collection(PoolServers.Name)]
public sealed class FollowTests(SharedPoolServers servers)
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    [SkippableFact]
    public async Task A_turn_that_is_lost_and_taken_over_is_followed_to_its_end_and_told_alike_everywhere()
    {
        await using var pool = await WorkerPool.StartAsync(servers);
        using var http = Client(pool);
        var query = await pool.Customers.SubmitAsync("followed", "Where is my order?");
        using var following = new CancellationTokenSource(Bound);
        await using var events = FollowAsync(http, query.Id, following.Token).GetAsyncEnumerator(following.Token);
        Assert.Equal("queued", await NextAsync(events));
        var victim = await pool.StartWorkerAsync();
        victim.Model.Hold();
        Assert.Equal("running", await NextAsync(events));
        await victim.Host.Kill9Async();
        var heir = await pool.StartWorkerAsync();

        var ids = new List<int>();
        do
        {
            Assert.Contains(await NextAsync(events), (string[])["queued", "running", "completed"]);
            ids.Add(int.Parse(events.Current.EventId!));
        }
        while (events.Current.EventType != "completed");
        Assert.Equal(ids.Distinct().Order(), ids);
        await ToldAlikeAsync(pool, http, query.Id, events.Current.Data);
        Assert.False(await events.MoveNextAsync());
        Assert.Single(heir.Model.Calls);
    }

    [SkippableFact]
    public async Task A_cancelled_turn_is_told_to_who_follows_it_at_another_ingress()
    {
        await using var pool = await WorkerPool.StartAsync(servers);
        using var http = Client(pool);
        var other = await pool.StartIngressAsync();
        var worker = await pool.StartWorkerAsync();
        worker.Model.Hold();
        var query = await pool.Customers.SubmitAsync("cancelled", "Never mind");
        await worker.Model.CallAsync(call => call.LastUserText == query.Text, Bound);
        using var following = new CancellationTokenSource(Bound);
        await using var events = FollowAsync(http, query.Id, following.Token).GetAsyncEnumerator(following.Token);
        Assert.Equal("running", await NextAsync(events));
        using var told = await http.DeleteAsync(new Uri(other.Address, $"v1/queries/{query.Id}"));
        Assert.Equal(202, (int)told.StatusCode);
        Assert.Equal("cancelled", await NextAsync(events));
    }

    private static HttpClient Client(WorkerPool pool)
    {
        var http = new HttpClient { BaseAddress = pool.Ingresses[0].Address };
        http.DefaultRequestHeaders.Add("X-Api-Key", WorkerPool.ApiKey);
        return http;
    }

    private static async IAsyncEnumerable<SseItem<string>> FollowAsync(
        HttpClient http, string id, [EnumeratorCancellation] CancellationToken over)
    {
        await using var stream = await http.GetStreamAsync($"v1/queries/{id}/events", over);
        await foreach (var told in SseParser.Create(stream).EnumerateAsync(over))
            yield return told;
    }

    private static async Task<string> NextAsync(IAsyncEnumerator<SseItem<string>> events)
    {
        do
            Assert.True(await events.MoveNextAsync(), "the stream has closed");
        while (events.Current.EventType == "ping");
        return events.Current.EventType;
    }

    private static async Task ToldAlikeAsync(WorkerPool pool, HttpClient http, string id, string told)
    {
        var query = JsonSerializer.Deserialize<JsonElement>(told);
        var webhook = (await pool.Inbox.WaitForAsync(request => request.Body.Contains(id), Bound)).Json;
        var read = JsonSerializer.Deserialize<JsonElement>(await http.GetStringAsync($"v1/queries/{id}"));
        var turn = JsonSerializer.Deserialize<JsonElement>(await http.GetStringAsync("v1/conversations/followed"))
            .GetProperty("turns")[0];
        foreach (var other in (JsonElement[])[webhook.GetProperty("data"), read, turn])
        {
            Assert.Equal(Of(query, "submittedAt", "endedAt", "reply"), Of(other, "submittedAt", "endedAt", "reply"));
        }
    }

    private static IEnumerable<string> Of(JsonElement query, params string[] members) =>
        members.Select(member => query.GetProperty(member).GetRawText());
}
