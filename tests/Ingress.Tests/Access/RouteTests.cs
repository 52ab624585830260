using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Workers.Conversations;

namespace Workers.Ingress.Tests.Access;

/// <summary>What must be true of every route, whoever adds one: a policy, a key, and nothing of another tenant.</summary>
[Collection(IngressCollection.Name)]
public sealed class RouteTests(SharedIngress shared)
{
    // The only routes that need no key.
    private static readonly string[] Anonymous =
    [
        "/healthz/live", "/healthz/ready", "/metrics", "/openapi/v1.json",
        "/docs/favicon.svg", "/docs/scalar.aspnetcore.js", "/docs/scalar.js", "/docs/{documentName?}",
    ];

    private readonly string _name = "route-" + Guid.NewGuid().ToString("N");

    [SkippableFact]
    public void Every_route_names_a_policy_or_is_anonymous_on_purpose()
    {
        var open = Routes().Where(route => route.Metadata.GetMetadata<IAllowAnonymous>() is not null
            || !route.Metadata.GetOrderedMetadata<IAuthorizeData>().Any(data => data.Policy is not null));
        Assert.Empty(open.Select(Path).Except(Anonymous));
    }

    [SkippableFact]
    public async Task Every_other_route_answers_401_without_a_key_and_with_nobodys()
    {
        using var client = new HttpClient { BaseAddress = shared.App.Client.BaseAddress };
        var calls = Calls(path => path.Replace("{id}", "x", StringComparison.Ordinal)).ToArray();
        Assert.True(calls.Length >= 11, "some routes were not found");
        foreach (var (method, path) in calls)
        {
            using var none = await client.SendAsync(new HttpRequestMessage(method, path));
            await RefusedAsync(none, 401, "unauthenticated");
            using var wrong = new HttpRequestMessage(method, path) { Headers = { { "X-Api-Key", "nobody's" } } };
            using var refused = await client.SendAsync(wrong);
            await RefusedAsync(refused, 401, "unauthenticated");
        }
    }

    [SkippableFact]
    public async Task Every_id_of_another_tenant_is_404_on_every_route_and_its_owner_finds_all_unchanged()
    {
        var (query, ended) = (await shared.App.AcceptedAsync(_name), await EndedAsync(_name + "-ended"));
        string Filled(string path) => path.Replace("{id}", path switch
        {
            _ when path.Contains("/conversations/", StringComparison.Ordinal) => _name,
            _ when path.Contains("/deliveries/", StringComparison.Ordinal) => ended.DeliveryId,
            _ when path.Contains("/dead-letters/", StringComparison.Ordinal) => ended.ToString(),
            _ => query.ToString(),
        }, StringComparison.Ordinal);
        var calls = Calls(Filled).Where(call => call.Path.Contains(_name, StringComparison.Ordinal)
            || call.Path.Contains(query.ToString(), StringComparison.Ordinal)
            || call.Path.Contains(ended.ToString()[2..], StringComparison.Ordinal)).ToArray();
        Assert.True(calls.Length >= 7, "some routes were not found");

        foreach (var (method, path) in calls)
        {
            using var others = await CallAsync(method, path, IngressApp.OtherKey);
            await RefusedAsync(others, 404, "not-found");
        }
        using var untouched = await shared.App.Client.GetAsync($"/v1/queries/{query}");
        Assert.Equal("queued", (await untouched.Json()).GetProperty("status").GetString());
        foreach (var (method, path) in calls.OrderBy(call => call.Method == HttpMethod.Delete))
        {
            using var own = await CallAsync(method, path, IngressApp.Key);
            Assert.True((int)own.StatusCode is >= 200 and < 300 or 409, $"{method} {path} is {own.StatusCode}");
        }
    }

    private static async Task RefusedAsync(HttpResponseMessage answer, int status, string type)
    {
        Assert.Equal(status, (int)answer.StatusCode);
        if (answer.RequestMessage!.Method != HttpMethod.Head) // an answer to it has no body
            await answer.Problem(status, type);
    }

    private async Task<HttpResponseMessage> CallAsync(HttpMethod method, string path, string key)
    {
        using var client = new HttpClient { BaseAddress = shared.App.Client.BaseAddress };
        using var request = new HttpRequestMessage(method, path) { Headers = { { "X-Api-Key", key } } };
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead); // a stream never ends
    }

    private async Task<QueryId> EndedAsync(string conversation)
    {
        using var accepted = await shared.App.SubmitAsync(
            $$"""{"conversationId":"{{conversation}}","text":"x","replyTo":"https://crm.example/hook"}""");
        var id = IngressApp.Id(await accepted.Json());
        var grant = await shared.App.BeginAsync(conversation, id);
        await shared.App.Store.FailAsync(grant, QueryStatus.Failed, QueryErrors.ModelUnavailable);
        return id;
    }

    private IEnumerable<(HttpMethod Method, string Path)> Calls(Func<string, string> filled) => Routes()
        .Where(route => !Anonymous.Contains(Path(route)))
        .SelectMany(route => route.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods
            .Select(method => (new HttpMethod(method), filled(Path(route)))));

    private IEnumerable<RouteEndpoint> Routes() =>
        shared.App.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    private static string Path(RouteEndpoint route) => "/" + route.RoutePattern.RawText!.Trim('/');
}
