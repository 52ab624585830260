using Workers.Conversations;

namespace Workers.Ingress.Limits;

/// <summary>
/// A tenant's submissions a second, over all ingress processes. Far from the limit it spends first and tells the store
/// after, in lots; near the limit it asks before; without the store it goes on from what it knew last. See
/// docs/decisions/0008-limits-without-a-round-trip.md.
/// </summary>
internal sealed class RateLimit
{
    // What may be spent before it is told: a twentieth of a second's worth, nothing below 20 a second.
    private const int CreditShare = 20;

    private readonly Lock _gate = new();
    private readonly ConversationStore _store;
    private readonly string _tenant;
    private readonly TimeProvider _time;
    private readonly SharedRounds _rounds;
    private double _left; // as the store said last, and less by what was spent since
    private long _at;
    private int _spent; // and not known to be told

    public RateLimit(ConversationStore store, string tenant, int perSecond, TimeProvider time)
    {
        (_store, _tenant, _time) = (store, tenant, time);
        Rate = new TenantRate(perSecond, 2 * perSecond);
        (_left, _at) = (Rate.Burst, time.GetTimestamp());
        _rounds = new SharedRounds("rate", AskAsync, time);
    }

    /// <summary>What the tenant may.</summary>
    public TenantRate Rate { get; }

    /// <summary>Takes one; null when it was taken, else how long until there is one.</summary>
    public async ValueTask<TimeSpan?> TakeAsync()
    {
        lock (_gate)
        {
            if (Left() < 1)
                return NextIn(); // the others can only have made it less
            if (SpendsFirst())
                return null;
        }
        var granted = await _rounds.AskAsync();
        lock (_gate)
        {
            if (granted is null && Left() >= 1)
            {
                Spend();
                return null;
            }
            return granted == true ? null : NextIn();
        }
    }

    /// <summary>
    /// How many are left, as far as this process knows, and in how many seconds all are there again; when none is left,
    /// in how many there is one.
    /// </summary>
    public (int Left, int ResetIn) Standing()
    {
        lock (_gate)
        {
            var left = Math.Max(0, (int)Left());
            var reset = left > 0 ? (Rate.Burst - Left()) / Rate.PerSecond : NextIn().TotalSeconds;
            return (left, (int)Math.Ceiling(reset));
        }
    }

    private double Left() =>
        Math.Min(Rate.Burst, _left + (_time.GetElapsedTime(_at).TotalSeconds * Rate.PerSecond));

    private TimeSpan NextIn() => TimeSpan.FromSeconds(Math.Max(0, 1 - Left()) / Rate.PerSecond);

    private bool SpendsFirst()
    {
        var credit = Rate.PerSecond / CreditShare;
        if (_spent >= credit || Left() < Rate.PerSecond)
            return false;
        Spend();
        if (_spent >= (credit + 1) / 2)
            _rounds.Refresh();
        return true;
    }

    private void Spend()
    {
        (_left, _at) = (Left() - 1, _time.GetTimestamp());
        _spent++;
    }

    private async Task<int> AskAsync(int wanted)
    {
        var telling = Volatile.Read(ref _spent);
        RateAnswer? answer = null;
        try
        {
            answer = await _store.TakeRateAsync(_tenant, Rate, telling, wanted).WaitAsync(SharedRounds.Moment, _time);
            return answer.Granted;
        }
        finally
        {
            Learn(answer, telling);
        }
    }

    // Without an answer nobody knows whether it was told; it is not told again.
    private void Learn(RateAnswer? answer, int told)
    {
        lock (_gate)
        {
            _spent -= told;
            if (answer is not null)
                (_left, _at) = (answer.Left - _spent, _time.GetTimestamp());
        }
    }
}
