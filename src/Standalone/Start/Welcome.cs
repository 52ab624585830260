using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Workers.Standalone.Start;

/// <summary>What a newcomer reads when all is ready: where it listens, the key, and lines to try it with.</summary>
/// <param name="ApiKey">The key that was made here; null when tenants are configured, whose keys stay hidden.</param>
internal sealed record Welcome(string? ApiKey)
{
    public void PrintWhenReady(WebApplication app) => app.Lifetime.ApplicationStarted.Register(() =>
        Console.Out.Write(Text(Address(app.Services.GetRequiredService<IServer>()), ApiKey ?? "YOUR-API-KEY")));

    internal static string Text(string address, string key)
    {
        var authorized = $"-H 'Authorization: Bearer {key}'";
        var submit = $"{address}/v1/queries {authorized} -H 'Content-Type: application/json'";
        return $$"""

            Workers is ready at {{address}}  (Ctrl+C stops it)
            API key: {{key}}
            The API, route by route: {{address}}/docs/

            Ask something; 202 means that the query is safe and gives its id:
              curl -i {{submit}} -d '{{Query("Do you offer express shipping?")}}'

            Go on in the same conversation, and wait for the reply:
              curl -s {{submit}} -d '{{Query("And how much does that cost?")}}' {{FirstId}} \
                curl -s '{{address}}/v1/queries/ID?wait=20' {{authorized}}


            """;
    }

    private const string FirstId = "| grep -o 'q_[A-Za-z0-9_-]*' | head -n 1 | xargs -I ID";

    private static string Query(string text) => $$"""{"conversationId":"first","text":"{{text}}"}""";

    private static string Address(IServer server)
    {
        var first = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "";
        return first.Replace("[::]", "127.0.0.1", StringComparison.Ordinal)
            .Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal).TrimEnd('/');
    }
}
