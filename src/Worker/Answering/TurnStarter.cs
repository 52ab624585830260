using Workers.Contracts.V1;
using Workers.Conversations;
using Workers.Hosting.Options;

namespace Workers.Worker.Answering;

/// <summary>Begins a conversation's head for this process, a suspect only when no other one runs here.</summary>
internal sealed class TurnStarter(
    ConversationStore store, StoreRetry redis, HintPublisher hints, SuspectGate suspects, Drain drain, HandBack back,
    AgentOptions agent, TimeProvider time, ILogger<TurnStarter> log)
{
    /// <summary>Begins; what it gives is disposed when the turn is over.</summary>
    public async Task<BegunTurn> BeginAsync(QueryReady hint, HoldBudget budget)
    {
        if (drain.HasBegun)
        {
            await back.ReturnAsync(new Handover(hint, []));
            return BegunTurn.None;
        }

        var (found, askedAt) = await FindAsync(hint, maySuspect: false, budget);
        if (found is not Beginning.SuspectLater)
            return Of(found, askedAt);
        await hints.PublishAsync(found.Handover);
        if (!suspects.TryEnter())
        {
            suspects.Remember(hint);
            return BegunTurn.None;
        }

        try
        {
            (found, askedAt) = await FindAsync(hint, maySuspect: true, budget);
            return Of(found, askedAt) with { LeaveAsync = LeaveSuspectsAsync };
        }
        catch
        {
            await LeaveSuspectsAsync();
            throw;
        }
    }

    // A lease runs from its grant: what an outage took before it is not counted.
    private async Task<(Beginning? Found, long AskedAt)> FindAsync(
        QueryReady hint, bool maySuspect, HoldBudget budget)
    {
        var token = Guid.NewGuid().ToString("N");
        var askedAt = 0L;
        var found = await redis.UntilAnsweredAsync(
            cancellation =>
            {
                askedAt = time.GetTimestamp();
                return store.BeginAsync(hint, token, maySuspect, agent.ContextTurns, cancellation);
            },
            budget.ForBegin);
        if (found is null)
            log.StoreAway("begin");
        return (found, askedAt);
    }

    private static BegunTurn Of(Beginning? found, long askedAt)
    {
        AnsweringMetrics.Found(found);
        return new BegunTurn((found as Beginning.Begun)?.Turn, found?.Handover ?? Handover.Nothing, askedAt);
    }

    private Task LeaveSuspectsAsync() =>
        suspects.Leave() is { } next ? hints.PublishAsync(new Handover(next, [])) : Task.CompletedTask;
}
