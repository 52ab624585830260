using System.Net.Http.Json;
using System.Text.Json;
using Workers.Testing;

namespace Workers.EndToEnd.Tests;

/// <summary>One Idempotency-Key is one query, whatever happens to its answers.</summary>
[Collection(PoolServers.Name)]
public sealed class IdempotencyTests(SharedPoolServers servers) : IDisposable
{
    private const string Conversation = "repeated";
    private const string Text = "Where is my parcel?";
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);
    private readonly HttpClient _http = new() { DefaultRequestHeaders = { { "X-Api-Key", WorkerPool.ApiKey } } };

    [SkippableFact]
    public async Task Fifty_at_once_from_two_processes_are_one_query_and_one_turn()
    {
        await using var pool = await WorkerPool.StartAsync(servers);
        await pool.StartIngressAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => SubmitAsync(pool.Ingresses[i % 2], Text)));

        Assert.All(answers, answer => Assert.Equal((202, answers[0].Id), (answer.Status, answer.Id)));
        Assert.Single(answers, answer => !answer.IsReplay);
        foreach (var ingress in pool.Ingresses)
            Assert.Equal(422, (await SubmitAsync(ingress, "Cancel my order!")).Status);

        await pool.StartWorkerAsync();
        var query = await pool.Customers.EndAsync(answers[0].Id!, Bound);
        Assert.Equal(("completed", 1L), (query.Status, query.Sequence));
        Assert.Equal(1, pool.CallCount);
        Assert.Single((await pool.Customers.ConversationAsync(Conversation)).Turns);
    }

    [SkippableTheory]
    [InlineData("reserved q_", false)]
    [InlineData(Text, true)]
    [InlineData("confirmed q_", true)]
    public async Task After_a_lost_answer_of_the_store_the_repeat_finds_what_was_applied(string lastWords, bool isApplied)
    {
        await using var pool = await WorkerPool.StartAsync(servers);
        await using var link = new TcpLink(servers.Redis.Port);
        var cutOff = await pool.StartIngressAsync(("ConnectionStrings:Redis", $"127.0.0.1:{link.Port}"));
        await SubmitAsync(cutOff, "a first one, so that the store knows the scripts", key: "warm-up");

        var sent = link.LoseAnswerToAsync(lastWords);
        var lost = SubmitAsync(cutOff, Text);
        await sent.WaitAsync(Bound);
        if (isApplied)
            await Eventually.TrueAsync(async () => await WaitingAsync(pool) == 2, Bound, "the query is in the store");
        link.Cut();
        Assert.Equal(503, (await lost).Status);

        var repeat = await SubmitAsync(pool.Ingresses[0], Text);
        Assert.Equal((202, isApplied), (repeat.Status, repeat.IsReplay));
        Assert.Equal(422, (await SubmitAsync(pool.Ingresses[0], "Cancel my order!")).Status);
        link.Heal();
        var again = await Eventually.AsAsync(
            () => SubmitAsync(cutOff, Text), answer => answer.Status != 503, Bound, "it is connected again");
        Assert.Equal(new Answer(202, repeat.Id, IsReplay: true), again);
        Assert.Equal(2, await WaitingAsync(pool));
    }

    [SkippableFact]
    public async Task After_a_lost_answer_of_the_ingress_the_repeat_finds_the_query_and_after_an_erasure_it_is_gone()
    {
        await using var pool = await WorkerPool.StartAsync(servers);
        await using var link = new TcpLink(pool.Ingresses[0].Address.Port);
        var wire = new Uri($"http://127.0.0.1:{link.Port}/");

        var sent = link.LoseAnswerToAsync(Text);
        var lost = SubmitAsync(wire, Text);
        await sent.WaitAsync(Bound);
        await Eventually.TrueAsync(async () => await WaitingAsync(pool) == 1, Bound, "the query is in the store");
        link.Cut();
        await Assert.ThrowsAsync<HttpRequestException>(() => lost);

        link.Heal();
        var repeat = await SubmitAsync(wire, Text);
        Assert.Equal((202, true), (repeat.Status, repeat.IsReplay));
        Assert.Equal(1, await WaitingAsync(pool));
        using var erased = await _http.DeleteAsync(new Uri(wire, $"v1/conversations/{Conversation}"));
        Assert.Equal(410, (await SubmitAsync(wire, Text)).Status);
    }

    public void Dispose() => _http.Dispose();

    private static async Task<int> WaitingAsync(WorkerPool pool) =>
        (await pool.Customers.ConversationAsync(Conversation)).Mailbox.Count;

    private Task<Answer> SubmitAsync(HostProcess ingress, string text, string key = "once") =>
        SubmitAsync(ingress.Address, text, key);

    private async Task<Answer> SubmitAsync(Uri ingress, string text, string key = "once")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(ingress, "v1/queries"))
        {
            Content = JsonContent.Create(new { conversationId = Conversation, text }),
            Headers = { { "Idempotency-Key", key } },
        };
        using var answer = await _http.SendAsync(request);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return new Answer((int)answer.StatusCode,
            body.TryGetProperty("id", out var id) ? id.GetString() : null, answer.Headers.Contains("Idempotent-Replayed"));
    }

    private sealed record Answer(int Status, string? Id, bool IsReplay);
}
