using System.Text;
using System.Text.Json;
using Workers.Conversations;

namespace Workers.Ingress.Tests.Limits;

/// <summary>A tenant of a test's own, with small limits, on one ingress or on several.</summary>
internal sealed class Limited(string redis, params (string Limit, int Value)[] limits) : IAsyncDisposable
{
    private readonly List<IngressApp> _apps = [];

    public string Tenant { get; } = $"t-{Guid.NewGuid():N}"[..16];

    public async Task<IngressApp> IngressAsync()
    {
        var settings = limits.Select(limit => ($"Tenants:{Tenant}:{limit.Limit}", $"{limit.Value}"));
        var app = await IngressApp.StartAsync(redis, [($"Tenants:{Tenant}:ApiKeys:0", Tenant), .. settings]);
        _apps.Add(app);
        app.Client.DefaultRequestHeaders.Remove("X-Api-Key");
        app.Client.DefaultRequestHeaders.Add("X-Api-Key", Tenant);
        await app.OpenAsync();
        return app;
    }

    public static string Body(string conversation, string text = "Where is my order?") =>
        JsonSerializer.Serialize(new { conversationId = conversation, text });

    /// <summary>Submits a batch of these conversations and keys, and gives its answer and the codes.</summary>
    public static async Task<(HttpResponseMessage Answer, int[] Codes)> BatchAsync(
        IngressApp app, params (string Conversation, string? Key)[] queries)
    {
        var body = JsonSerializer.Serialize(new
        {
            queries = queries.Select(query =>
                new { conversationId = query.Conversation, text = "x", idempotencyKey = query.Key }),
        });
        var answer = await app.SendAsync(
            HttpMethod.Post, "/v1/queries/batch", new StringContent(body, Encoding.UTF8, "application/json"));
        Assert.Equal(200, (int)answer.StatusCode);
        var results = (await answer.Json()).GetProperty("results").EnumerateArray();
        return (answer, [.. results.Select(result => result.GetProperty("code").GetInt32())]);
    }

    /// <summary>Submits a query and fails it: a dead letter.</summary>
    public async Task<QueryId> FailedAsync(IngressApp app, string conversation)
    {
        using var accepted = await app.SubmitAsync(Body(conversation));
        var id = IngressApp.Id(await accepted.Json());
        var name = new ConversationRef(Tenant, conversation);
        var content = new QueryContent { ConversationId = conversation, Text = "x" };
        var again = Assert.IsType<Submission.Accepted>(await app.Store.SubmitAsync(name, id, content, 1000));
        var begun = Assert.IsType<Beginning.Begun>(await app.Store.BeginAsync(again.Next!, "token", maySuspect: true, 0));
        Assert.IsType<Ending.Applied>(
            await app.Store.FailAsync(begun.Turn.Grant, QueryStatus.Failed, QueryErrors.ModelUnavailable));
        return id;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var app in _apps)
            await app.DisposeAsync();
    }
}
