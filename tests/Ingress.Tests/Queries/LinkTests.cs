using Workers.Conversations;

namespace Workers.Ingress.Tests.Queries;

/// <summary>Where answers say that a query is to be read.</summary>
[Collection(IngressCollection.Name)]
public sealed class LinkTests(SharedIngress shared)
{
    private readonly string _name = "link-" + Guid.NewGuid().ToString("N");

    [SkippableTheory]
    [InlineData("https://api.example", "https://api.example")]
    [InlineData("https://api.example/workers/", "https://api.example/workers")]
    [InlineData("http://api.example:8080/a/b", "http://api.example:8080/a/b")]
    public async Task They_are_absolute_when_the_public_address_is_known(string address, string root)
    {
        await using var app = await IngressApp.StartAsync(shared.Redis, ("Ingress:PublicBaseUrl", address));
        using var submitted = await app.SubmitAsync($$"""{"conversationId":"{{_name}}","text":"x"}""");
        var id = IngressApp.Id(await submitted.Json());
        PointsTo(submitted, root, id);
        using var result = await app.Client.GetAsync($"/v1/queries/{id}/result");
        PointsTo(result, root, id);
        var grant = await app.BeginAsync(_name, id);
        using var told = await app.Client.DeleteAsync($"/v1/queries/{id}");
        PointsTo(told, root, id);
        await app.Store.FailAsync(grant, QueryStatus.Failed, new QueryError("why", "Because."));
        using var redriven = await app.Client.PostAsync($"/v1/dead-letters/{id}/redrive", null);
        PointsTo(redriven, root, IngressApp.Id(await redriven.Json()));
    }

    private static void PointsTo(HttpResponseMessage answer, string root, QueryId id)
    {
        Assert.Equal(202, (int)answer.StatusCode);
        Assert.Equal($"{root}/v1/queries/{id}/result", answer.Headers.Location?.OriginalString);
        Assert.Equal([$"{root}/v1/queries/{id}"], answer.Headers.GetValues("Operation-Location"));
    }
}
