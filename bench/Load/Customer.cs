using System.Net;
using System.Net.Http.Json;
using Workers.Testing;

namespace Workers.Load;

/// <summary>Submits over HTTP, as a CRM does.</summary>
internal sealed class Customer : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private readonly HttpClient http;

    public Customer(HostProcess ingress)
    {
        http = new HttpClient { BaseAddress = ingress.Address, Timeout = TimeSpan.FromSeconds(30) };
        http.DefaultRequestHeaders.Add("X-Api-Key", Processes.ApiKey);
    }

    /// <summary>One request: true for a 202, false for a 503; anything else throws.</summary>
    public async Task<bool> TrySubmitAsync(string conversation, string text, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "v1/queries")
        {
            Content = JsonContent.Create(new { conversationId = conversation, text }),
        };
        if (idempotencyKey is not null)
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        using var answer = await http.SendAsync(request);
        return answer.StatusCode switch
        {
            HttpStatusCode.Accepted => true,
            HttpStatusCode.ServiceUnavailable => false,
            var other => throw new InvalidOperationException($"{other}: {await answer.Content.ReadAsStringAsync()}"),
        };
    }

    /// <summary>Repeats with the same key until it is accepted.</summary>
    public async Task SubmitAsync(string conversation, string text)
    {
        var key = Guid.NewGuid().ToString("N");
        while (!await TrySubmitAsync(conversation, text, key))
            await Task.Delay(Pause);
    }

    public void Dispose() => http.Dispose();
}
