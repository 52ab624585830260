using Microsoft.AspNetCore.Http;

namespace Workers.Testing;

/// <summary>A webhook receiver: records each request as it came and answers 200, or what it was scripted to.</summary>
public sealed class WebhookInbox : IAsyncDisposable
{
    private readonly Recorded<WebhookRequest> _requests = new();
    private readonly Script<WebhookRequest> _script = new();
    private WebServer? _web;

    private WebhookInbox()
    {
    }

    /// <summary>Where webhooks go; any path below works.</summary>
    public Uri Address => _web!.Address;

    /// <summary>All requests so far, in the order in which they came.</summary>
    public IReadOnlyList<WebhookRequest> Requests => _requests.All;

    /// <summary>Starts a receiver.</summary>
    public static async Task<WebhookInbox> StartAsync()
    {
        var inbox = new WebhookInbox();
        inbox._web = await WebServer.StartAsync(inbox.AnswerAsync);
        return inbox;
    }

    /// <summary>The next <paramref name="count"/> requests get <paramref name="answer"/>.</summary>
    public void Next(int count, ScriptedAnswer answer) => When(_ => true, answer, count);

    /// <summary>Requests that fit get <paramref name="answer"/>, at most <paramref name="count"/> of them.</summary>
    public void When(Func<WebhookRequest, bool> fits, ScriptedAnswer answer, int count = int.MaxValue) =>
        _script.Add(fits, answer, count);

    /// <summary>Forgets all scripts: 200 again.</summary>
    public void Recover() => _script.Clear();

    /// <summary>The first request, come or to come, that fits; fails after <paramref name="timeout"/>.</summary>
    public Task<WebhookRequest> WaitForAsync(Func<WebhookRequest, bool> fits, TimeSpan timeout) =>
        _requests.WaitAsync(fits, timeout);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _web!.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        var headers = http.Request.Headers.ToDictionary(
            header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var request = new WebhookRequest(
            DateTimeOffset.UtcNow, http.Request.Method, http.Request.Path + http.Request.QueryString, headers,
            body.ToArray());
        _requests.Add(request);
        await (_script.Take(request) ?? ScriptedAnswer.Status(200)).AnswerAsync(http);
    }
}
