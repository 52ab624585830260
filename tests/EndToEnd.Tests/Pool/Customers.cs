using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;

namespace Workers.EndToEnd.Tests;

/// <summary>The tenant's side: submits with an Idempotency-Key, repeats with the same, reads what came of it.</summary>
internal sealed class Customers(string apiKey, Func<IReadOnlyList<Uri>> ingresses) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan SubmitBound = TimeSpan.FromSeconds(90);
    private readonly HttpClient _http = NewClient(apiKey);
    private int _next;
    private int _repeats;

    /// <summary>How many submissions had to be repeated.</summary>
    public int Repeats => _repeats;

    /// <summary>Submits until it is accepted: after 503 and broken connections again, at any ingress.</summary>
    public async Task<Accepted> SubmitAsync(string conversation, string text, DateTimeOffset? expiresAt = null)
    {
        var key = Guid.NewGuid().ToString("N");
        var watch = Stopwatch.StartNew();
        while (true)
        {
            if (await TrySubmitAsync(conversation, text, key, expiresAt) is { } accepted)
            {
                return accepted;
            }

            Assert.True(watch.Elapsed < SubmitBound, $"no 202 within {SubmitBound}");
            Interlocked.Increment(ref _repeats);
            await Task.Delay(Pause); // a polite caller waits before it repeats
        }
    }

    /// <summary>One request and its answer's status; for tests that look at the refusal.</summary>
    public async Task<HttpStatusCode> SubmitOnceAsync(string conversation, string text)
    {
        using var answer = await PostAsync(conversation, text, Guid.NewGuid().ToString("N"), null);
        return answer.StatusCode;
    }

    /// <summary>The query as it stands.</summary>
    public async Task<QueryState> ReadAsync(string id, int wait = 0) =>
        (await _http.GetFromJsonAsync<QueryState>(new Uri(Ingress(), $"v1/queries/{id}?wait={wait}")))!;

    /// <summary>The query when it has ended.</summary>
    public async Task<QueryState> EndAsync(string id, TimeSpan within)
    {
        var watch = Stopwatch.StartNew();
        for (var wait = 1; ; wait = 10)
        {
            var query = await ReadIfThereAsync(id, wait);
            if (query is { HasEnded: true })
            {
                return query;
            }

            Assert.True(watch.Elapsed < within, $"{id} has not ended within {within}: {query}");
        }
    }

    public async Task<ConversationState> ConversationAsync(string id) =>
        (await _http.GetFromJsonAsync<ConversationState>(new Uri(Ingress(), $"v1/conversations/{id}")))!;

    public void Dispose() => _http.Dispose();

    private async Task<Accepted?> TrySubmitAsync(
        string conversation, string text, string key, DateTimeOffset? expiresAt)
    {
        try
        {
            using var answer = await PostAsync(conversation, text, key, expiresAt);
            if (answer.StatusCode == HttpStatusCode.ServiceUnavailable)
            {
                return null;
            }

            Assert.True(answer.StatusCode == HttpStatusCode.Accepted,
                $"{answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
            var body = (await answer.Content.ReadFromJsonAsync<Receipt>())!;
            return new Accepted(body.Id, conversation, text, body.Sequence, DateTimeOffset.UtcNow);
        }
        catch (Exception broken) when (broken is HttpRequestException or TaskCanceledException or IOException)
        {
            return null;
        }
    }

    private Task<HttpResponseMessage> PostAsync(string conversation, string text, string key, DateTimeOffset? expiresAt)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Ingress(), "v1/queries"))
        {
            Content = JsonContent.Create(new { conversationId = conversation, text, expiresAt }),
        };
        request.Headers.Add("Idempotency-Key", key);
        return _http.SendAsync(request);
    }

    private async Task<QueryState?> ReadIfThereAsync(string id, int wait)
    {
        try
        {
            return await ReadAsync(id, wait);
        }
        catch (HttpRequestException)
        {
            await Task.Delay(Pause);
            return null;
        }
    }

    private Uri Ingress()
    {
        var all = ingresses();
        return all[(int)((uint)Interlocked.Increment(ref _next) % all.Count)];
    }

    private static HttpClient NewClient(string apiKey)
    {
        var http = new HttpClient { Timeout = TimeSpan.FromSeconds(20) };
        http.DefaultRequestHeaders.Add("X-Api-Key", apiKey);
        return http;
    }

    private sealed record Receipt(string Id, long Sequence);
}
