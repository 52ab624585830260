using System.Security.Cryptography;
using System.Text;

namespace Workers.Ingress.Tests.Access;

/// <summary>Who may call.</summary>
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
