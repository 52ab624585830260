using System.Text.Json;
using Workers.Contracts.V1;
using Workers.Conversations;

namespace Workers.Ingress.Tests.Deliveries;

/// <summary>How a tenant sees its webhooks and has one sent again.</summary>
[Collection(IngressCollection.Name)]
public sealed class DeliveryTests(SharedIngress shared)
{
    private readonly string _name = "delivery-" + Guid.NewGuid().ToString("N");

    [SkippableFact]
    public async Task A_delivery_tells_where_it_goes_and_what_its_attempts_came_to()
    {
        var (query, hint) = await EndedAsync();
        await AttemptAsync(hint, new DeliveryResult(DeliveryStatus.Pending, TimeSpan.FromMinutes(5), 12, 500, null));
        var item = await FindAsync("pending", hint);
        Assert.Equal(["id", "queryId", "host", "status", "attempts", "nextAttemptAt"], item.EnumerateObject().Select(m => m.Name));
        Assert.Equal((hint.DeliveryId, $"{query}", "crm.example", "pending"),
            (Text(item, "id"), Text(item, "queryId"), Text(item, "host"), Text(item, "status")));
        var attempt = Assert.Single(item.GetProperty("attempts").EnumerateArray());
        Assert.Equal((12, 500), (attempt.GetProperty("durationMs").GetInt32(), attempt.GetProperty("code").GetInt32()));
        Assert.EndsWith("Z", Text(attempt, "at"), StringComparison.Ordinal);
        Assert.False(attempt.TryGetProperty("error", out _));
    }

    [SkippableFact]
    public async Task A_final_delivery_is_sent_again_under_its_id_with_its_schedule_from_the_start()
    {
        var (_, hint) = await EndedAsync();
        await AttemptAsync(hint, new DeliveryResult(DeliveryStatus.Failed, TimeSpan.Zero, 15_000, null, "timeout"));
        Assert.Equal("timeout", Text(Assert.Single((await FindAsync("failed", hint)).GetProperty("attempts").EnumerateArray()), "error"));
        using (var answer = await RedeliverAsync(hint.DeliveryId))
        {
            Assert.Equal(202, (int)answer.StatusCode);
            Assert.Equal(("pending", hint.DeliveryId), (Text(await answer.Json(), "status"), Text(await answer.Json(), "id")));
        }
        Assert.Equal(default, await FindAsync("failed", hint));
        var begun = await BeginAsync(hint);
        Assert.Equal((2, 1), (begun.Attempt, begun.Scheduled));
        using (var busy = await RedeliverAsync(hint.DeliveryId))
        {
            await busy.Problem(409, "being-sent");
        }
        Assert.True(await shared.App.Store.EndDeliveryAsync(
            begun, new DeliveryResult(DeliveryStatus.Delivered, TimeSpan.Zero, 5, 200, null)));
        Assert.Equal(2, (await FindAsync("delivered", hint)).GetProperty("attempts").GetArrayLength());
    }

    [SkippableFact]
    public async Task Another_tenants_delivery_is_not_there()
    {
        var (_, hint) = await EndedAsync();
        using var other = new HttpClient { BaseAddress = shared.App.Client.BaseAddress };
        other.DefaultRequestHeaders.Add("X-Api-Key", IngressApp.OtherKey);
        using var answer = await other.PostAsync($"/v1/deliveries/{hint.DeliveryId}/redeliver", null);
        await answer.Problem(404, "not-found");
        using var list = await other.GetAsync("/v1/deliveries?limit=100");
        Assert.DoesNotContain(hint.DeliveryId, await list.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task They_are_listed_newest_first_page_by_page_and_each_once_whatever_their_status()
    {
        var hints = new List<ReplyReady>();
        foreach (var status in (DeliveryStatus?[])[DeliveryStatus.Delivered, DeliveryStatus.Discarded, DeliveryStatus.Failed, null])
        {
            var (_, hint) = await EndedAsync();
            if (status is { } final)
                await AttemptAsync(hint, new DeliveryResult(final, TimeSpan.Zero, 1, 500, null));
            hints.Insert(0, hint);
        }

        var listed = new List<string>();
        for (string? path = "/v1/deliveries?limit=1"; path is not null && listed.Count < 4;)
        {
            using var answer = await shared.App.Client.GetAsync(path);
            var page = await answer.Json();
            listed.Add(Text(Assert.Single(page.GetProperty("items").EnumerateArray()), "id")!);
            path = page.TryGetProperty("next", out var next) ? $"/v1/deliveries?limit=1&cursor={next.GetString()}" : null;
        }

        Assert.Equal(hints.Select(hint => hint.DeliveryId), listed);
    }

    private async Task<(QueryId, ReplyReady)> EndedAsync()
    {
        using var answer = await shared.App.SubmitAsync(
            $$"""{"conversationId":"{{_name}}","text":"Hello","replyTo":"https://crm.example/hook"}""");
        var id = IngressApp.Id(await answer.Json());
        var grant = await shared.App.BeginAsync(_name, id);
        var ending = Assert.IsType<Ending.Applied>(await shared.App.Store.CommitAsync(grant, "Hi"));
        return (id, Assert.Single(ending.Handover.Replies));
    }

    private async Task<DeliveryAttempt> BeginAsync(ReplyReady hint) => Assert.IsType<DeliveryBeginning.Begun>(
        await shared.App.Store.BeginDeliveryAsync(hint, Guid.NewGuid().ToString("N"), TimeSpan.FromMinutes(1))).Attempt;

    private async Task AttemptAsync(ReplyReady hint, DeliveryResult result) =>
        Assert.True(await shared.App.Store.EndDeliveryAsync(await BeginAsync(hint), result));

    private Task<HttpResponseMessage> RedeliverAsync(string id) =>
        shared.App.Client.PostAsync($"/v1/deliveries/{id}/redeliver", null);

    private async Task<JsonElement> FindAsync(string status, ReplyReady hint)
    {
        using var answer = await shared.App.Client.GetAsync($"/v1/deliveries?status={status}&limit=100");
        Assert.Equal(200, (int)answer.StatusCode);
        return (await answer.Json()).GetProperty("items").EnumerateArray()
            .SingleOrDefault(item => Text(item, "id") == hint.DeliveryId);
    }

    private static string? Text(JsonElement element, string member) => element.GetProperty(member).GetString();
}
