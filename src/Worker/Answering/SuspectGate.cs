using Workers.Contracts.V1;
using Workers.Conversations;

namespace Workers.Worker.Answering;

/// <summary>Lets one query at a time run in this process whose last turn was lost with its process: if it is a
/// killer, it takes no other suspect with it.</summary>
internal sealed class SuspectGate
{
    // What does not fit is woken by its due time.
    private const int Remembered = 1000;

    private readonly Lock sync = new();
    private readonly Dictionary<ConversationRef, QueryReady> waiting = [];
    private readonly Queue<ConversationRef> order = new();
    private bool isTaken;

    /// <summary>True when the caller may run a suspect; it then calls <see cref="Leave"/>.</summary>
    public bool TryEnter()
    {
        lock (sync)
            return !isTaken && (isTaken = true);
    }

    /// <summary>Remembers a suspect that found the gate taken: its conversation once, with its newest hint.</summary>
    public void Remember(QueryReady hint)
    {
        var conversation = new ConversationRef(hint.Tenant, hint.ConversationId);
        lock (sync)
        {
            if (waiting.TryGetValue(conversation, out var earlier))
            {
                waiting[conversation] = hint.PublishedAt > earlier.PublishedAt ? hint : earlier;
            }
            else if (waiting.Count < Remembered)
            {
                waiting.Add(conversation, hint);
                order.Enqueue(conversation);
            }
        }
    }

    /// <summary>Opens the gate and gives the hint of a suspect that waits, to be published again.</summary>
    public QueryReady? Leave()
    {
        lock (sync)
        {
            isTaken = false;
            return order.TryDequeue(out var next) && waiting.Remove(next, out var hint) ? hint : null;
        }
    }
}
