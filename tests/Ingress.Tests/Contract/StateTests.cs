using Workers.Conversations;
using Workers.Testing;
using static Workers.Ingress.Tests.Contract.Json;

namespace Workers.Ingress.Tests.Contract;

/// <summary>Refusals that depend on what is there already: each with its answer, and none of them changes anything.</summary>
public sealed class StateTests
{
    private const string Busy = "busy";
    private const string Done = "done";
    private const string Erased = "erased";
    private static readonly string[] WrittenBySweeps = ["bucket", "due", "c"];

    [SkippableFact]
    public async Task What_stands_in_the_way_is_told_and_stays_as_it_is()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var app = await IngressApp.StartAsync(redis.ConnectionString, ("Tenants:acme:MaxPerConversation", "2"));
        await app.OpenAsync();
        await using var contents = await RedisContents.OfAsync(redis.ConnectionString);
        foreach (var rule in Rules(await PrepareAsync(app)))
        {
            var before = await contents.AllButAsync(WrittenBySweeps);
            using var answer = await rule.Call.SendAsync(app.Client.BaseAddress!);
            Assert.Equal($"{rule.Name}: {rule.Outcome}", $"{rule.Name}: {await Outcome.OfAsync(answer)}");
            var changed = await contents.AllButAsync(WrittenBySweeps);
            changed.SymmetricExceptWith(before);
            Assert.Equal($"{rule.Name} changes ", $"{rule.Name} changes {string.Join(", ", changed)}");
        }
    }

    private static IEnumerable<Rule> Rules((QueryId Waiting, QueryId Ended) queries)
    {
        var (waiting, ended) = queries;
        return
        [
            new("another body under a key", Keyed("used", Busy, "another"), "422 idempotency-key-reused"),
            new("another conversation under a key", Keyed("used", Done, "one"), "422 idempotency-key-reused"),
            new("a key whose conversation was erased", Keyed("gone", Erased, "one"), "410 gone"),
            new("a full conversation", Keyed("fresh", Busy, "three"), "429 conversation-full"),
            new("the same in a batch", Call.Post(Call.Many, Batch(Item("used", Busy, "another"), Item("gone", Erased, "one"),
                Item("fresh", Busy, "three"))), "200: 422 idempotency-key-reused; 410 gone; 429 conversation-full"),
            new("cancelling what ended", new("DELETE", $"/v1/queries/{ended}"), "409 has-ended"),
            new("redriving what waits", new("POST", $"/v1/dead-letters/{waiting}/redrive"), "409 no-dead-letter"),
            new("redriving what was completed", new("POST", $"/v1/dead-letters/{ended}/redrive"), "409 no-dead-letter"),
            new("redelivering what is being sent", new("POST", $"/v1/deliveries/{ended.DeliveryId}/redeliver"), "409 being-sent"),
            new("redelivering what has not ended", new("POST", $"/v1/deliveries/{waiting.DeliveryId}/redeliver"), "404 not-found"),
            new("erasing what was erased", new("DELETE", $"/v1/conversations/{Erased}"), "404 not-found"),
            .. Strangers("GET", $"/v1/queries/{ended}", $"/v1/queries/{ended}/result", $"/v1/conversations/{Done}"),
            .. Strangers("DELETE", $"/v1/queries/{waiting}", $"/v1/conversations/{Busy}"),
            .. Strangers("POST", $"/v1/dead-letters/{ended}/redrive", $"/v1/deliveries/{ended.DeliveryId}/redeliver"),
        ];
    }

    private static async Task<(QueryId Waiting, QueryId Ended)> PrepareAsync(IngressApp app)
    {
        var waiting = await AcceptedAsync(app, Keyed("used", Busy, "one"));
        await app.AcceptedAsync(Busy, "two");
        await AcceptedAsync(app, Keyed("gone", Erased, "one"));
        using var erased = await app.Client.DeleteAsync($"/v1/conversations/{Erased}");
        var ended = await AcceptedAsync(app, Call.Post(Call.One,
            $$"""{"conversationId":"{{Done}}","text":"one","replyTo":"https://crm.example/hook"}"""));
        var ending = await app.Store.CommitAsync(await app.BeginAsync(Done, ended), "answer");
        var hint = Assert.Single(Assert.IsType<Ending.Applied>(ending).Handover.Replies);
        Assert.IsType<DeliveryBeginning.Begun>(await app.Store.BeginDeliveryAsync(hint, "token", TimeSpan.FromMinutes(10)));
        return (waiting, ended);
    }

    private static async Task<QueryId> AcceptedAsync(IngressApp app, Call call)
    {
        using var answer = await call.SendAsync(app.Client.BaseAddress!);
        Assert.Equal("202", await Outcome.OfAsync(answer));
        return IngressApp.Id(await answer.Json());
    }

    private static IEnumerable<Rule> Strangers(string method, params string[] paths) => paths.Select(path => new Rule(
        $"another tenant's {method} {path}",
        new Call(method, path) { IsStranger = true, Headers = [("X-Api-Key", IngressApp.OtherKey)] }, "404 not-found"));

    private static Call Keyed(string key, string conversation, string text) => Call.Post(
        Call.One, $$"""{"conversationId":"{{conversation}}","text":"{{text}}"}""") with { Headers = [("Idempotency-Key", key)] };

    private static string Item(string key, string conversation, string text) =>
        $$"""{"conversationId":"{{conversation}}","text":"{{text}}","idempotencyKey":"{{key}}"}""";
}
