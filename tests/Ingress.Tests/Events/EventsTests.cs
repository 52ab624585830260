using System.Text.Json;
using Workers.Conversations;

namespace Workers.Ingress.Tests.Events;

/// <summary>What a client that follows a query is told.</summary>
[Collection(IngressCollection.Name)]
public sealed class EventsTests(SharedIngress shared)
{
    private readonly string _name = "events-" + Guid.NewGuid().ToString("N");

    private IngressApp App => shared.App;

    [SkippableFact]
    public async Task Each_status_is_told_with_the_query_as_it_is_read_and_then_the_stream_closes()
    {
        var id = await App.AcceptedAsync(_name);
        await using var listener = await Listener.OpenAsync(App, id);
        Assert.Equal("text/event-stream", listener.Answer.Content.Headers.ContentType?.MediaType);
        Assert.True(listener.Answer.Headers.CacheControl?.NoStore);
        Assert.Equal("no", listener.Answer.Headers.GetValues("X-Accel-Buffering").Single());
        Assert.Equal(await ReadAsync(id), await listener.TellsAsync("queued", "1"));
        var grant = await App.BeginAsync(_name, id);
        Assert.Equal(await ReadAsync(id), await listener.TellsAsync("running", "2"));
        await App.Store.PostponeAsync(grant, TimeSpan.Zero, Postponement.NoAnswer);
        Assert.Equal(await ReadAsync(id), await listener.TellsAsync("queued", "3"));
        await App.CompleteAsync(_name, id, "Grüße,\r\n\"<you>\" \u2028 😀");
        Assert.Equal("running", Text(await listener.TellsAsync("running", "4"), "status"));
        Assert.Equal(await ReadAsync(id), await listener.TellsAsync("completed", "6"));
        await listener.ClosesAsync();
    }

    [SkippableFact]
    public async Task A_turn_that_nobody_saw_running_is_told_as_it_ran_and_as_it_ended()
    {
        var id = await App.AcceptedAsync(_name);
        await App.CompleteAsync(_name, id, "quick");
        await using var listener = await Listener.OpenAsync(App, id, "1");
        var ran = JsonDocument.Parse(await listener.TellsAsync("running", "2")).RootElement;
        Assert.Equal(["id", "conversationId", "sequence", "status", "text", "attempts", "submittedAt", "startedAt"],
            ran.EnumerateObject().Select(member => member.Name));
        Assert.Equal("running", ran.GetProperty("status").GetString());
        Assert.Equal(await ReadAsync(id), await listener.TellsAsync("completed", "4"));
        await listener.ClosesAsync();
    }

    [SkippableTheory]
    [InlineData(QueryStatus.Failed, "failed")]
    [InlineData(QueryStatus.Expired, "expired")]
    [InlineData(QueryStatus.Cancelled, "cancelled")]
    public async Task Every_end_is_told_also_to_who_comes_after_it(QueryStatus status, string name)
    {
        var id = await App.AcceptedAsync(_name);
        await using var early = await Listener.OpenAsync(App, id);
        await early.TellsAsync("queued", "1");
        var grant = await App.BeginAsync(_name, id);
        await early.TellsAsync("running", "2");
        await App.Store.FailAsync(grant, status, new QueryError("why", "Because."));
        await using var late = await Listener.OpenAsync(App, id);
        foreach (var listener in (Listener[])[early, late])
        {
            Assert.Equal(await ReadAsync(id), await listener.TellsAsync(name, "4"));
            await listener.ClosesAsync();
        }
    }

    [SkippableFact]
    public async Task Who_comes_back_is_told_what_he_has_not_seen_and_nothing_after_the_end()
    {
        var id = await App.AcceptedAsync(_name);
        await using (var first = await Listener.OpenAsync(App, id))
            await first.TellsAsync("queued", "1");
        await using var second = await Listener.OpenAsync(App, id, "1");
        await second.PingsAsync();
        await App.BeginAsync(_name, id);
        await second.TellsAsync("running", "2");
        await App.Client.DeleteAsync($"/v1/conversations/{_name}");
        await second.ClosesAsync();
        using var gone = await Listener.SendAsync(App, id, "2");
        await gone.Problem(404, "not-found");
    }

    [SkippableTheory]
    [InlineData("4")]
    [InlineData("5")]
    [InlineData("9223372036854775807")]
    public async Task Who_has_seen_the_end_need_not_come_back(string seen)
    {
        var id = await App.AcceptedAsync(_name);
        await App.CompleteAsync(_name, id, "done");
        using var answer = await Listener.SendAsync(App, id, seen);
        Assert.Equal(204, (int)answer.StatusCode);
        Assert.True(answer.Headers.CacheControl?.NoStore);
        await using var other = await Listener.OpenAsync(App, id, "2");
        await other.TellsAsync("completed", "4");
    }

    [SkippableTheory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("-1")]
    [InlineData("+4")]
    [InlineData("4.0")]
    [InlineData("1, 4")]
    [InlineData("9223372036854775808")]
    public async Task A_last_event_id_that_is_no_number_counts_as_none(string seen)
    {
        var id = await App.AcceptedAsync(_name);
        await App.CompleteAsync(_name, id, "done");
        await using var listener = await Listener.OpenAsync(App, id, seen);
        await listener.TellsAsync("completed", "4");
        await listener.ClosesAsync();
    }

    [SkippableTheory]
    [InlineData("nonsense")]
    [InlineData("q_000000000000000000000000000000000000")]
    public async Task What_is_not_there_cannot_be_followed(string id)
    {
        using var answer = await App.Client.GetAsync($"/v1/queries/{id}/events");
        await answer.Problem(404, "not-found");
    }

    [SkippableFact]
    public async Task Another_tenants_query_cannot_be_followed()
    {
        var id = await App.AcceptedAsync(_name);
        using var other = await Listener.SendAsync(App, id, key: IngressApp.OtherKey);
        await other.Problem(404, "not-found");
        using var nobody = await Listener.SendAsync(App, id, key: "nobody's");
        await nobody.Problem(401, "unauthenticated");
    }

    private async Task<string> ReadAsync(QueryId id) => await App.Client.GetStringAsync($"/v1/queries/{id}");

    private static string? Text(string json, string member) =>
        JsonDocument.Parse(json).RootElement.GetProperty(member).GetString();
}
