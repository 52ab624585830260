using Workers.Contracts.V1;
using Workers.Conversations;
using Workers.Hosting.Options;

namespace Workers.Worker.Answering;

/// <summary>Begins a conversation's head for this process, a suspect only when no other one runs here.</summary>
internal sealed class TurnStarter(
    ConversationStore store, StoreRetry redis, HintPublisher hints, SuspectGate suspects, Drain drain, AgentOptions agent,
    ILogger<TurnStarter> log)
{
    /// <summary>Begins; what it gives is disposed when the turn is over.</summary>
    public async Task<BegunTurn> BeginAsync(QueryReady hint)
    {
        if (drain.HasBegun)
        {
            await hints.PublishAsync(new Handover(hint, []));
            return BegunTurn.None;
        }

        var found = await FindAsync(hint, maySuspect: false);
        if (found is not Beginning.SuspectLater)
            return new BegunTurn(TurnOf(found), LeaveAsync: null);
        if (!suspects.TryEnter())
        {
            suspects.Remember(hint);
            return BegunTurn.None;
        }

        try
        {
            return new BegunTurn(TurnOf(await FindAsync(hint, maySuspect: true)), LeaveSuspectsAsync);
        }
        catch
        {
            await LeaveSuspectsAsync();
            throw;
        }
    }

    private async Task<Beginning?> FindAsync(QueryReady hint, bool maySuspect)
    {
        var token = Guid.NewGuid().ToString("N");
        var found = await redis.UntilAnsweredAsync(cancellation =>
            store.BeginAsync(hint, token, maySuspect, agent.ContextTurns, cancellation));
        if (found is null)
            log.StoreAway("begin");
        else
            await hints.PublishAsync(found.Handover);
        return found;
    }

    private static Turn? TurnOf(Beginning? found)
    {
        AnsweringMetrics.Found(found);
        return (found as Beginning.Begun)?.Turn;
    }

    private Task LeaveSuspectsAsync() =>
        suspects.Leave() is { } next ? hints.PublishAsync(new Handover(next, [])) : Task.CompletedTask;
}

/// <summary>A turn of this process, and what to do when it is over.</summary>
internal sealed record BegunTurn(Turn? Turn, Func<Task>? LeaveAsync) : IAsyncDisposable
{
    /// <summary>Nothing to run.</summary>
    public static BegunTurn None { get; } = new(null, null);

    public async ValueTask DisposeAsync()
    {
        if (LeaveAsync is not null)
            await LeaveAsync();
    }
}
