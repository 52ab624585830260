using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Workers.Chaos.Audit;

namespace Workers.Chaos.World;

/// <summary>The HTTP API as a tenant uses it, at whichever ingress; knows nothing but the contract.</summary>
internal sealed class Door(Func<IReadOnlyList<Uri>> ingresses) : IDisposable
{
    private readonly ConcurrentQueue<string> surprises = new();
    private readonly ConcurrentDictionary<string, bool> refused = new();
    private readonly HttpClient http = NewClient();

    /// <summary>Answers that the contract does not know.</summary>
    public IReadOnlyCollection<string> Surprises => surprises;

    /// <summary>True when it came too late for its <c>expiresAt</c>, and was never accepted before.</summary>
    public bool WasRefused(Asked query) => refused.ContainsKey(query.Key);

    /// <summary>One submission; null when it has to be repeated.</summary>
    public async Task<Receipt?> SubmitAsync(Asked query, int ingress)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(At(ingress), "v1/queries"))
        {
            Content = JsonContent.Create(new
            {
                conversationId = query.Conversation, text = query.Text, expiresAt = query.ExpiresAt,
            }),
        };
        request.Headers.Add("Idempotency-Key", query.Key);
        try
        {
            using var answer = await http.SendAsync(request);
            if (answer.StatusCode == HttpStatusCode.Accepted)
                return Receipt(query, await answer.Content.ReadFromJsonAsync<JsonElement>());
            if (answer.StatusCode == HttpStatusCode.BadRequest && query.ExpiresAt <= DateTimeOffset.UtcNow)
                refused[query.Key] = true;
            else if (answer.StatusCode is not (HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests))
                surprises.Enqueue($"{query.Key} at {DateTimeOffset.UtcNow:O} got {(int)answer.StatusCode}: "
                    + await answer.Content.ReadAsStringAsync());
        }
        catch (Exception broken) when (broken is HttpRequestException or OperationCanceledException or IOException
            or JsonException)
        {
            // whether it was accepted is not known: the caller repeats
        }

        return null;
    }

    public async Task<Reading?> ReadAsync(string id, int ingress) =>
        await GetAsync($"v1/queries/{id}", ingress) is { } query ? Reading(query) : null;

    public async Task<Talk?> TalkAsync(string conversation, int ingress) =>
        await GetAsync($"v1/conversations/{conversation}", ingress) is { } talk ? Talk(talk) : null;

    public void Dispose() => http.Dispose();

    private async Task<JsonElement?> GetAsync(string path, int ingress)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri(At(ingress), path));
            return answer.IsSuccessStatusCode ? await answer.Content.ReadFromJsonAsync<JsonElement>() : null;
        }
        catch (Exception broken) when (broken is HttpRequestException or OperationCanceledException or IOException
            or JsonException)
        {
            return null;
        }
    }

    private Uri At(int ingress)
    {
        var all = ingresses();
        return all[ingress % all.Count];
    }

    private static Receipt Receipt(Asked query, JsonElement answer) => new(
        query.Key, Text(answer, "id")!, answer.GetProperty("sequence").GetInt64(), DateTimeOffset.UtcNow);

    private static Reading Reading(JsonElement query) => new(
        Text(query, "id")!, Text(query, "status")!, query.GetProperty("attempts").GetInt32(),
        Text(query, "reply", "text"), Text(query, "error", "code"),
        Text(query, "endedAt") is { } at ? DateTimeOffset.Parse(at, null) : null,
        Text(query, "delivery", "id"));

    private static Talk Talk(JsonElement talk) => new(
        Text(talk, "id")!,
        [.. talk.GetProperty("turns").EnumerateArray().Select(turn => new TalkTurn(
            Text(turn, "id")!, turn.GetProperty("sequence").GetInt64(), Text(turn, "status")!, Text(turn, "text")!,
            Text(turn, "reply", "text")))],
        talk.GetProperty("mailbox").GetArrayLength());

    private static string? Text(JsonElement json, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
            if (!json.TryGetProperty(name, out json))
                return null;
        return json.GetString();
    }

    private static HttpClient NewClient()
    {
        var client = new HttpClient { Timeout = TimeSpan.FromSeconds(10) };
        client.DefaultRequestHeaders.Add("X-Api-Key", Settings.ApiKey);
        return client;
    }
}
