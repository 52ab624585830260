using System.Collections.Concurrent;
using Workers.Contracts.V1;

namespace Workers.Worker.Answering;

/// <summary>Lets one query at a time run in this process whose last turn was lost with its process: if it is a
/// killer, it
/// takes no other suspect with it.</summary>
internal sealed class SuspectGate
{
    // What does not fit is woken by its due time.
    private const int Remembered = 1000;

    private readonly ConcurrentQueue<QueryReady> waiting = new();
    private int taken;

    /// <summary>True when the caller may run a suspect; it then calls <see cref="Leave"/>.</summary>
    public bool TryEnter() => Interlocked.CompareExchange(ref taken, 1, 0) == 0;

    /// <summary>Remembers a suspect that found the gate taken.</summary>
    public void Remember(QueryReady hint)
    {
        if (waiting.Count < Remembered)
            waiting.Enqueue(hint);
    }

    /// <summary>Opens the gate and gives the hint of a suspect that waits, to be published again.</summary>
    public QueryReady? Leave()
    {
        Volatile.Write(ref taken, 0);
        return waiting.TryDequeue(out var hint) ? hint : null;
    }
}
