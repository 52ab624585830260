using Anthropic;
using Anthropic.Core;
using Microsoft.Extensions.AI;

namespace Workers.Worker.Agent.Providers;

/// <summary>Anthropic's messages API, through Anthropic's SDK with its own retries, time limit and traces switched
/// off.</summary>
internal static class AnthropicChat
{
    private const int MaxOutputTokens = 4096;
    private static readonly TimeSpan Never = TimeSpan.FromDays(1);

    public static IChatClient Create(HttpClient http, Uri? endpoint, string model, string? apiKey)
    {
        var options = new ClientOptions
        {
            HttpClient = http, ApiKey = apiKey, MaxRetries = 0, Timeout = Never, OpenTelemetry = false,
        };
        if (endpoint is not null)
            options.BaseUrl = Root(endpoint);
        return new AnthropicClient(options).AsIChatClient(model, MaxOutputTokens);
    }

    // The SDK adds /v1/messages itself, while our endpoints are written with their /v1.
    private static string Root(Uri endpoint)
    {
        var path = endpoint.AbsoluteUri.TrimEnd('/');
        return path.EndsWith("/v1", StringComparison.Ordinal) ? path[..^"/v1".Length] : path;
    }
}
