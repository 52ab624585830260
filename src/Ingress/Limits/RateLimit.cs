using Workers.Conversations;

namespace Workers.Ingress.Limits;

/// <summary>
/// A tenant's submissions a second, over all ingress processes. Far from the limit it spends first and tells the store
/// after, in lots; near the limit it asks before. See docs/decisions/0008-limits-without-a-round-trip.md.
/// </summary>
internal sealed class RateLimit
{
    // What may be spent before it is told: a twentieth of a second's worth, none below 20 a second.
    private const int CreditShare = 20;

    private readonly Lock _gate = new();
    private readonly ConversationStore _store;
    private readonly string _tenant;
    private readonly TimeProvider _time;
    private readonly OwnRate _own;
    private readonly SharedRounds _rounds;
    private int _spent; // and not known to be told
    private int _left; // in the store, at the time of its last answer
    private TimeSpan _nextIn; // likewise
    private long _answeredAt;

    public RateLimit(ConversationStore store, string tenant, int perSecond, TimeProvider time)
    {
        (_store, _tenant, _time) = (store, tenant, time);
        Rate = new TenantRate(perSecond, 2 * perSecond);
        _own = new OwnRate(Rate, time);
        _rounds = new SharedRounds("rate", AskAsync, time);
        _answeredAt = time.GetTimestamp();
    }

    /// <summary>What the tenant may.</summary>
    public TenantRate Rate { get; }

    /// <summary>Takes one; null when it was taken, else how long until there is one.</summary>
    public async ValueTask<TimeSpan?> TakeAsync()
    {
        lock (_gate)
        {
            if (_nextIn > Age)
                return _nextIn - Age;
            if (SpendsFirst())
                return null;
        }
        var granted = await _rounds.AskAsync();
        lock (_gate)
        {
            if (granted ?? (_own.NextIn == TimeSpan.Zero))
                _own.Spend();
            else
                return granted is null ? _own.NextIn : _nextIn;
            return null;
        }
    }

    /// <summary>How many are left, as far as this process knows, and in how many seconds all are there again.</summary>
    public (int Left, int FullIn) Standing()
    {
        lock (_gate)
        {
            var left = Math.Max(0, Estimate());
            return ((int)left, (int)Math.Ceiling((Rate.Burst - left) / Rate.PerSecond));
        }
    }

    private TimeSpan Age => _time.GetElapsedTime(_answeredAt);

    private double Estimate() => Math.Min(Rate.Burst, _left + (Age.TotalSeconds * Rate.PerSecond)) - _spent;

    private bool SpendsFirst()
    {
        var credit = Rate.PerSecond / CreditShare;
        if (_spent >= credit || Estimate() < Rate.PerSecond)
            return false;
        _own.Spend();
        _spent++;
        if (_spent >= (credit + 1) / 2)
            _rounds.Refresh();
        return true;
    }

    private async Task<int> AskAsync(int wanted)
    {
        var telling = Volatile.Read(ref _spent);
        try
        {
            var answer = await _store.TakeRateAsync(_tenant, Rate, telling, wanted).WaitAsync(SharedRounds.Moment, _time);
            Learn(answer, telling);
            return answer.Granted;
        }
        catch
        {
            lock (_gate)
                _spent -= telling; // whether it was told is unknown; the own rate has counted it
            throw;
        }
    }

    private void Learn(RateAnswer answer, int told)
    {
        lock (_gate)
        {
            _spent -= told;
            (_left, _nextIn, _answeredAt) = (answer.Left, answer.NextIn, _time.GetTimestamp());
        }
    }
}
