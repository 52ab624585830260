using System.Net.ServerSentEvents;
using Workers.Conversations;

namespace Workers.Ingress.Tests.Events;

/// <summary>A client that follows a query.</summary>
internal sealed class Listener : IAsyncDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);
    private readonly IAsyncEnumerator<SseItem<string>> _events;

    private Listener(HttpResponseMessage answer, Stream stream)
    {
        Answer = answer;
        _events = SseParser.Create(stream).EnumerateAsync().GetAsyncEnumerator();
    }

    public HttpResponseMessage Answer { get; }

    public static async Task<Listener> OpenAsync(IngressApp app, QueryId id, string? lastEventId = null, string? key = null)
    {
        var answer = await SendAsync(app, id, lastEventId, key);
        Assert.Equal(200, (int)answer.StatusCode);
        return new Listener(answer, await answer.Content.ReadAsStreamAsync());
    }

    public static async Task<HttpResponseMessage> SendAsync(
        IngressApp app, QueryId id, string? lastEventId = null, string? key = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(app.Client.BaseAddress!, $"/v1/queries/{id}/events"));
        request.Headers.TryAddWithoutValidation("X-Api-Key", key ?? IngressApp.Key);
        if (lastEventId is not null)
            request.Headers.TryAddWithoutValidation("Last-Event-ID", lastEventId);
        // Its own connection: a client that goes must take it along.
        var client = new HttpClient(new SocketsHttpHandler());
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).WaitAsync(Bound);
    }

    public async Task<SseItem<string>> NextAsync()
    {
        Assert.True(await _events.MoveNextAsync().AsTask().WaitAsync(Bound), "the stream has closed");
        return _events.Current;
    }

    /// <summary>The next event must be this one.</summary>
    public async Task<string> TellsAsync(string status, string id)
    {
        var told = await NextAsync();
        Assert.Equal((status, id), (told.EventType, told.EventId));
        return told.Data;
    }

    public async Task PingsAsync()
    {
        var told = await NextAsync();
        Assert.Equal(("ping", "{}", (string?)null), (told.EventType, told.Data, told.EventId));
    }

    public async Task ClosesAsync() =>
        Assert.False(await _events.MoveNextAsync().AsTask().WaitAsync(Bound), $"told {_events.Current.EventType}");

    public ValueTask DisposeAsync()
    {
        Answer.Dispose();
        return ValueTask.CompletedTask;
    }
}
