using Workers.Conversations;

namespace Workers.Ingress.Limits;

/// <summary>
/// A tenant's queries that have not ended, over all conversations and ingress processes. Far from the limit a count is
/// good for a while and for a share of the room that it found; near the limit those who come at once are let in by a
/// count of their own. See docs/decisions/0008-limits-without-a-round-trip.md.
/// </summary>
internal sealed class BacklogLimit
{
    private const int CreditShare = 16; // of the room may be filled before it is counted again
    private static readonly TimeSpan LeastGood = TimeSpan.FromSeconds(1); // so long a count is good, whatever the rate
    private static readonly TimeSpan FullFor = TimeSpan.FromMilliseconds(200); // nobody counts again so soon

    private readonly Lock _gate = new();
    private readonly ConversationStore _store;
    private readonly string _tenant;
    private readonly (int Queries, int PerSecond) _most;
    private readonly TimeProvider _time;
    private readonly SharedRounds _rounds;
    private long _entered;
    private int _inside;
    private TaskCompletionSource? _emptied;
    private Count _count = new(0, TimeSpan.Zero, IsFull: false, At: 0);

    public BacklogLimit(ConversationStore store, string tenant, int maxBacklog, int perSecond, TimeProvider time)
    {
        (_store, _tenant, _most, _time) = (store, tenant, (maxBacklog, perSecond), time);
        _rounds = new SharedRounds("backlog", CountAsync, time);
    }

    /// <summary>Whether a submission may go to the store; one that may leaves when the store has it.</summary>
    public async ValueTask<bool> TryEnterAsync()
    {
        lock (_gate)
        {
            var age = _time.GetElapsedTime(_count.At);
            if (_count.IsFull && age < FullFor)
                return false;
            if (age < _count.GoodFor && _count.Credit > 0)
            {
                _count = _count with { Credit = _count.Credit - 1 };
                Enter(1);
                if (age > _count.GoodFor / 2 || _count.IsHalfUsed)
                    _rounds.Refresh();
                return true;
            }
        }
        var granted = await _rounds.AskAsync();
        if (granted is null)
            Enter(1); // the store is away, and the submission will tell
        return granted ?? true;
    }

    /// <summary>What entered is in the store, or never will be.</summary>
    public void Leave()
    {
        lock (_gate)
        {
            if (--_inside == 0)
                _emptied?.TrySetResult();
        }
    }

    private void Enter(int submissions)
    {
        lock (_gate)
            (_inside, _entered) = (_inside + submissions, _entered + submissions);
    }

    private async Task<int> CountAsync(int askers)
    {
        if (askers > 0)
            await EmptyAsync();
        int unsettled;
        long before;
        lock (_gate)
            (unsettled, before) = (_inside, _entered);
        var live = await _store.CountLiveAsync(_tenant).WaitAsync(SharedRounds.Moment, _time);
        lock (_gate)
        {
            // What was still inside may be counted or not; what entered since is not.
            var room = _most.Queries - live - unsettled - (_entered - before);
            var granted = (int)Math.Clamp(room, 0, askers);
            Enter(granted);
            _count = Count.Of(room - granted, _most.PerSecond, granted < askers, _time.GetTimestamp());
            return granted;
        }
    }

    // A count says for sure what it counts only when nothing is on its way; what is slow is held against the room.
    private async Task EmptyAsync()
    {
        TaskCompletionSource emptied;
        lock (_gate)
        {
            if (_inside == 0)
                return;
            _emptied = emptied = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        await emptied.Task.WaitAsync(SharedRounds.Moment, _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>What the last count is still good for.</summary>
    /// <param name="Credit">How many may enter without another.</param>
    /// <param name="GoodFor">How long.</param>
    /// <param name="IsFull">True when somebody found no room.</param>
    /// <param name="At">When it was made.</param>
    private sealed record Count(long Credit, TimeSpan GoodFor, bool IsFull, long At)
    {
        private readonly long _half = Credit / 2;

        public bool IsHalfUsed => Credit <= _half;

        // The rate holds all processes together: they cannot fill the room before its burst and that many seconds.
        public static Count Of(long room, int perSecond, bool isFull, long at)
        {
            var seconds = Math.Max(LeastGood.TotalSeconds, ((double)room / perSecond) - 2);
            return new Count(Math.Max(0, room / CreditShare), TimeSpan.FromSeconds(seconds), isFull, at);
        }
    }
}
