using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Workers.Worker.Agent.Providers;

/// <summary>Any server that speaks OpenAI's chat completions.</summary>
/// <remarks>
/// Not OpenAI's own SDK: that one throws over a finish reason it does not know, a null <c>created</c> and other
/// liberties
/// that compatible servers take. Here text is an answer, whatever stands around it.
/// </remarks>
internal sealed class OpenAIChat(HttpClient http, Uri endpoint, string? model, string? apiKey) : IChatClient
{
    private readonly Uri completions = Below(endpoint, "/chat/completions");
    private readonly AuthenticationHeaderValue? authorization = apiKey is null ? null : new("Bearer", apiKey);

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, completions);
        request.Headers.Authorization = authorization;
        request.Content = new ByteArrayContent(OpenAIWire.Write(options?.ModelId ?? model, messages));
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var response = await http.SendAsync(request, cancellationToken);
        using var body = await JsonDocument.ParseAsync(
            await response.Content.ReadAsStreamAsync(cancellationToken), default, cancellationToken);
        return OpenAIWire.Read(body.RootElement);
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var response = await GetResponseAsync(messages, options, cancellationToken);
        foreach (var update in response.ToChatResponseUpdates())
            yield return update;
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose() => http.Dispose();

    private static Uri Below(Uri endpoint, string path)
    {
        var address = new UriBuilder(endpoint); // keeps a query, which some gateways want
        address.Path = address.Path.TrimEnd('/') + path;
        return address.Uri;
    }
}
