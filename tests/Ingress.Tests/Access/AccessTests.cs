using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Workers.Ingress.Tests.Access;

/// <summary>Who may call, and what belongs to whom.</summary>
[Collection(IngressCollection.Name)]
public sealed class AccessTests(SharedIngress shared)
{
    private const string Known = IngressApp.Key;
    private const string Other = IngressApp.OtherKey;

    [SkippableFact]
    public async Task A_key_may_be_configured_as_its_hash()
    {
        const string Hidden = "hidden-ä";
        var hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Hidden)));
        await using var app = await IngressApp.StartAsync(shared.Redis, ("Tenants:acme:ApiKeys:1", "sha256:" + hash));
        using var handler = new SocketsHttpHandler { RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8 };
        using var client = new HttpClient(handler) { BaseAddress = app.Client.BaseAddress };
        client.DefaultRequestHeaders.Add("X-Api-Key", Hidden);
        using var answer = await client.GetAsync("/v1/queries/q_00");
        Assert.Equal(404, (int)answer.StatusCode);
    }

    [SkippableFact]
    public async Task Another_tenants_things_are_not_there()
    {
        var id = await shared.App.AcceptedAsync("private");
        foreach (var path in (string[])[$"/v1/queries/{id}", $"/v1/queries/{id}/result", "/v1/conversations/private"])
        {
            using var own = await GetAsync(path, null, Known);
            Assert.True(own.IsSuccessStatusCode);
            using var others = await GetAsync(path, null, Other);
            await others.Problem(404, "not-found");
        }
    }

    [SkippableFact]
    public void Every_route_names_a_policy_or_is_a_probe()
    {
        var routes = shared.App.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();
        var open = routes.Where(route =>
            !route.Metadata.GetOrderedMetadata<IAuthorizeData>().Any(data => data.Policy is not null));
        Assert.Equal(["/healthz/live", "/healthz/ready", "/metrics"],
            open.Select(route => "/" + route.RoutePattern.RawText!.Trim('/')).Order(StringComparer.Ordinal));
    }

    private async Task<HttpResponseMessage> GetAsync(string path, string? bearer, string? key)
    {
        using var client = new HttpClient { BaseAddress = shared.App.Client.BaseAddress };
        if (bearer is not null)
            client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", bearer);
        if (key is not null)
            client.DefaultRequestHeaders.TryAddWithoutValidation("X-Api-Key", key);
        return await client.GetAsync(path);
    }
}
