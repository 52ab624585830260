using Workers.Conversations.Redis;

namespace Workers.Ingress.Limits;

/// <summary>
/// Asks the store one question after the other: who comes while one is on its way shares the next. A limit must not
/// slow down what it guards: after a question without an answer nobody asks for a while.
/// </summary>
/// <param name="name">What is asked, for the metric.</param>
/// <param name="ask">Given how many ask, tells how many of them are granted it; bounded.</param>
/// <param name="time">The clock.</param>
internal sealed class SharedRounds(string name, Func<int, Task<int>> ask, TimeProvider time)
{
    /// <summary>How long the store may take.</summary>
    public static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly Lock _gate = new();
    private Round? _next;
    private bool _isAsking;
    private long? _failedAt;

    /// <summary>Whether it is granted; null when the store does not answer.</summary>
    public async ValueTask<bool?> AskAsync()
    {
        Round round;
        int place;
        lock (_gate)
        {
            if (IsPausing)
                return null;
            round = Next();
            place = round.Askers++;
        }
        return await round.Granted.Task is { } granted ? place < granted : null;
    }

    /// <summary>Asks without wanting anything, and without waiting.</summary>
    public void Refresh()
    {
        lock (_gate)
        {
            if (!IsPausing)
                Next();
        }
    }

    private bool IsPausing => _failedAt is { } at && time.GetElapsedTime(at) < Pause;

    private Round Next()
    {
        _next ??= new Round();
        if (!_isAsking)
            _ = AskOnAsync(); // it ends by itself, and tells failures to those who wait
        _isAsking = true;
        return _next;
    }

    private async Task AskOnAsync()
    {
        await Task.Yield(); // the caller holds the gate
        while (Take() is { } round)
        {
            try
            {
                round.Granted.SetResult(await ask(round.Askers));
            }
            catch (Exception outage) when (StoreOutage.Covers(outage))
            {
                LimitMetrics.Unanswered(name);
                foreach (var unanswered in (Round?[])[round, Fail()])
                    unanswered?.Granted.SetResult(null);
            }
            catch (Exception surprise)
            {
                round.Granted.SetException(surprise);
            }
        }
    }

    private Round? Take()
    {
        lock (_gate)
        {
            (var round, _next) = (_next, null);
            _isAsking = round is not null;
            return round;
        }
    }

    /// <summary>Begins the pause; gives the round that gathered meanwhile and is not asked for any more.</summary>
    private Round? Fail()
    {
        lock (_gate)
        {
            _failedAt = time.GetTimestamp();
            (var round, _next) = (_next, null);
            return round;
        }
    }

    private sealed class Round
    {
        public int Askers { get; set; }

        /// <summary>How many are granted it; null when the store did not answer.</summary>
        public TaskCompletionSource<int?> Granted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
