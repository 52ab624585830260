using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Workers.Conversations;
using Workers.Ingress.Json;
using Workers.Ingress.Queries;

namespace Workers.Ingress.Events;

/// <summary>
/// A query's status as it changes: until it has ended or is gone, until its client goes or the host stops, and for ten
/// minutes at most. The ids of its events are the query's versions.
/// </summary>
internal sealed class EventStream(QueryWatcher watcher, IHostApplicationLifetime lifetime, TimeProvider time)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(15);
    private static readonly SseItem<string> Ping = new("{}", "ping");

    /// <param name="query">The query as it was read.</param>
    /// <param name="seen">The version that the client has seen; 0: none.</param>
    /// <param name="gone">The client is not there any more.</param>
    public async IAsyncEnumerable<SseItem<string>> OfAsync(
        QueryView query, long seen, [EnumeratorCancellation] CancellationToken gone)
    {
        using var over = new CancellationTokenSource(Longest, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(over.Token, gone, lifetime.ApplicationStopping);
        using var beats = new PeriodicTimer(Beat, time);
        using var watch = watcher.Watch(query);
        var beat = beats.WaitForNextTickAsync(end.Token).AsTask();
        while (watch.Current is { } now)
        {
            foreach (var item in Since(seen, now))
                yield return item;
            if (now.Status.HasEnded())
                yield break;
            seen = now.Version;
            var news = watch.MovesAsync(end.Token);
            while (await Task.WhenAny(news, beat) == beat && !end.IsCancellationRequested)
            {
                yield return Ping;
                beat = beats.WaitForNextTickAsync(end.Token).AsTask();
            }

            if (end.IsCancellationRequested)
                yield break;
        }
    }

    /// <summary>
    /// What a client that has seen a version is to be told. Of all that it missed only the last run matters: that it was
    /// queued and begun before that came to nothing.
    /// </summary>
    private static IEnumerable<SseItem<string>> Since(long seen, QueryView now)
    {
        if (seen == now.Version)
            yield return Ping; // there is nothing to tell, and the stream opens all the same
        var run = QueryStatus.Running.Version(now.Runs);
        if (seen > 0 && seen < run && run < now.Version)
            yield return Of(now with
            {
                Status = QueryStatus.Running, EndedAt = null, Reply = null, Error = null, Delivery = null,
            });
        if (seen < now.Version)
            yield return Of(now);
    }

    private static SseItem<string> Of(QueryView query) =>
        new(JsonSerializer.Serialize(QueryAnswer.Of(query), IngressJson.Wire.QueryAnswer), query.Status.Name())
        {
            EventId = query.Version.ToString(CultureInfo.InvariantCulture),
        };
}
