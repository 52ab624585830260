using System.Threading.Channels;
using Workers.Conversations;

namespace Workers.Ingress.Queries;

/// <summary>One caller's wait for what becomes of a query. Who is slow to ask is told the newest only.</summary>
internal sealed class QueryWatch(QueryView query, Action<QueryWatch> end) : IDisposable
{
    private readonly Channel<QueryView?> _news = Channel.CreateBounded<QueryView?>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });

    private long _told = query.Version;
    private bool _hasFailed;

    /// <summary>The query as it was when the wait began.</summary>
    public QueryView Query { get; } = query;

    /// <summary>The query as it is now; null when it is gone. There is nothing after that, or after its end.</summary>
    public QueryView? Current { get; private set; } = query;

    /// <summary>True when <see cref="Current"/> is new; false when the time was over before that.</summary>
    public async Task<bool> MovesAsync(CancellationToken over)
    {
        Task news = _news.Reader.WaitToReadAsync(over).AsTask();
        await news.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_news.Reader.TryRead(out var current))
            return false;
        Current = current;
        return true;
    }

    public void Tell(QueryView? news)
    {
        var isLast = news is null || news.Status.HasEnded();
        if (!isLast && !IsBehind(news!.Version))
            return;
        _told = news?.Version ?? _told;
        _news.Writer.TryWrite(news);
        if (isLast)
            end(this);
    }

    /// <summary>Whether a version, 0 when the query is not live any more, is news.</summary>
    public bool IsBehind(long version) => version == 0 || version > _told;

    /// <summary>True the first time: what goes wrong at every look is logged once.</summary>
    public bool FailsFirst() => !_hasFailed && (_hasFailed = true);

    public void Dispose() => end(this);
}
