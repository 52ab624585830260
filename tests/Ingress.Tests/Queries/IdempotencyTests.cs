using Workers.Conversations;
using Workers.Testing;

namespace Workers.Ingress.Tests.Queries;

/// <summary>What an Idempotency-Key promises.</summary>
[Collection(IngressCollection.Name)]
public sealed class IdempotencyTests(SharedIngress shared)
{
    private readonly string _key = Guid.NewGuid().ToString();
    private readonly string _conversation = "idem-" + Guid.NewGuid().ToString("N");

    [SkippableFact]
    public async Task A_repeat_gives_the_same_query_as_it_is_now()
    {
        using var first = await shared.App.SubmitAsync(Body("one"), _key);
        Assert.False(first.Headers.Contains("Idempotent-Replayed"));
        await shared.App.AcceptedAsync(_conversation);
        var id = IngressApp.Id(await first.Json());
        await EndAsync(id);
        using var repeat = await shared.App.SubmitAsync(
            $"{{ \"text\": \"o\\u006ee\",\n \"metadata\":null, \"conversationId\":\"{_conversation}\" }}",
            $"\"{_key}\"");
        Assert.Equal(202, (int)repeat.StatusCode);
        Assert.Equal(["true"], repeat.Headers.GetValues("Idempotent-Replayed"));
        var answer = await repeat.Json();
        Assert.Equal(id, IngressApp.Id(answer));
        Assert.Equal("completed", answer.GetProperty("status").GetString());
        Assert.Equal($"/v1/queries/{id}/result", repeat.Headers.Location?.ToString());
    }

    [SkippableFact]
    public async Task An_ingress_that_knows_another_secret_finds_the_one_query_of_a_key()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var first = await IngressApp.StartAsync(redis.ConnectionString);
        await first.OpenAsync();
        await first.Database().KeyDeleteAsync("{b0}:layout");
        await using var second = await IngressApp.StartAsync(redis.ConnectionString);
        await second.OpenAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i =>
            (i % 2 == 0 ? first : second).SubmitAsync(Body("twin"), _key)));
        Assert.All(answers, answer => Assert.Equal(202, (int)answer.StatusCode));
        var ids = await Task.WhenAll(answers.Select(async answer => IngressApp.Id(await answer.Json())));
        Assert.Single(ids.Distinct());
        using var late = await second.SubmitAsync(Body("twin"), _key);
        using var back = await first.SubmitAsync(Body("twin"), _key);
        Assert.Equal([ids[0], ids[0]], [IngressApp.Id(await late.Json()), IngressApp.Id(await back.Json())]);
    }

    [SkippableFact]
    public async Task A_refused_request_does_not_use_the_key_up()
    {
        using var refused = await shared.App.SubmitAsync(Body("x\",\"expiresAt\":\"2020-01-01T00:00:00Z"), _key);
        await refused.Problem(400, "invalid-request");
        using var next = await shared.App.SubmitAsync(Body("other"), _key);
        Assert.Equal(202, (int)next.StatusCode);
        Assert.False(next.Headers.Contains("Idempotent-Replayed"));
    }

    [SkippableFact]
    public async Task A_replay_is_recognised_although_its_time_has_passed_or_the_settings_changed()
    {
        var expiresAt = DateTimeOffset.UtcNow.AddSeconds(1.5);
        var body = Body(
            $"x\",\"replyTo\":\"https://crm.example/\",\"expiresAt\":\"{expiresAt:yyyy-MM-ddTHH:mm:ss.fffZ}");
        using var first = await shared.App.SubmitAsync(body, _key);
        Assert.Equal(202, (int)first.StatusCode);
        await using var changed = await IngressApp.StartAsync(
            shared.Redis, ("Tenants:acme:ReplyHosts:0", "new.example"));
        await changed.OpenAsync();
        await Eventually.TrueAsync(() => DateTimeOffset.UtcNow > expiresAt, TimeSpan.FromSeconds(5), "time passes");
        using var repeat = await changed.SubmitAsync(body, _key);
        Assert.Equal(202, (int)repeat.StatusCode);
        Assert.True(repeat.Headers.Contains("Idempotent-Replayed"));
    }

    [SkippableFact]
    public async Task A_repeat_after_its_query_can_no_longer_be_read_is_gone_and_asks_nothing_again()
    {
        await using var brief = await IngressApp.StartAsync(shared.Redis, ("Queries:TimeToLive", "1s"));
        await brief.OpenAsync();
        using var first = await brief.SubmitAsync(Body("one"), _key);
        var id = IngressApp.Id(await first.Json());
        await brief.CompleteAsync(_conversation, id, "done");
        await Eventually.TrueAsync(async () => await brief.Store.ReadQueryAsync("acme", id) is null,
            TimeSpan.FromSeconds(20), "its time to be read is over");
        using var repeat = await brief.SubmitAsync(Body("one"), _key);
        await repeat.Problem(410, "gone");
        Assert.Empty((await brief.Store.ReadConversationAsync(new ConversationRef("acme", _conversation)))!.Mailbox);
    }

    [SkippableFact]
    public async Task A_full_conversation_refuses_but_still_knows_its_keys()
    {
        await using var small = await IngressApp.StartAsync(shared.Redis, ("Tenants:acme:MaxPerConversation", "1"));
        await small.OpenAsync();
        using var first = await small.SubmitAsync(Body("one"), _key);
        using var full = await small.SubmitAsync(Body("two"), _key + "2");
        await full.Problem(429, "conversation-full");
        Assert.True(full.Headers.RetryAfter?.Delta >= TimeSpan.FromSeconds(1));
        using var repeat = await small.SubmitAsync(Body("one"), _key);
        Assert.Equal(202, (int)repeat.StatusCode);
        await EndAsync(IngressApp.Id(await first.Json()));
        using var again = await small.SubmitAsync(Body("two"), _key + "2");
        Assert.Equal(202, (int)again.StatusCode);
    }

    [SkippableFact]
    public async Task A_key_of_255_characters_is_a_key_with_and_without_quotes()
    {
        var key = _key + new string('~', 255 - _key.Length);
        using var bare = await shared.App.SubmitAsync(Body("x"), key);
        using var quoted = await shared.App.SubmitAsync(Body("x"), $"\"{key}\"");
        Assert.Equal(202, (int)bare.StatusCode);
        Assert.True(quoted.Headers.Contains("Idempotent-Replayed"));
    }

    private string Body(string text) => $"{{\"conversationId\":\"{_conversation}\",\"text\":\"{text}\"}}";

    private Task EndAsync(QueryId id) => shared.App.CompleteAsync(_conversation, id, "done");
}
