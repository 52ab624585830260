using Workers.Conversations;

namespace Workers.Worker.Answering;

/// <summary>Ends a turn in Redis, repeating while Redis is away.</summary>
internal sealed class TurnEnder(ConversationStore store, StoreRetry redis, ILogger<TurnEnder> log)
{
    /// <summary>Ends the turn as the step says, and gives what is to be handed on; a turn that is somebody else's by now
    /// changes nothing.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="step">What becomes of it.</param>
    /// <param name="goesOn">Whether this worker begins the conversation's next query at once.</param>
    /// <param name="took">How long it was held.</param>
    /// <param name="budget">Bounds the repetitions.</param>
    public async Task<Handover> EndAsync(Turn turn, Step step, bool goesOn, TimeSpan took, HoldBudget budget)
    {
        if (step is Step.LetGo)
        {
            AnsweringMetrics.Ended("lost", took);
            log.Lost();
            return Handover.Nothing;
        }

        switch (await redis.UntilAnsweredAsync(
            cancellation => ApplyAsync(turn.Grant, step, goesOn, cancellation), budget.ForEnd))
        {
            case Ending.Applied applied:
                AnsweringMetrics.Ended(applied.Status == QueryStatus.Queued ? "postponed" : applied.Status.Name(), took);
                return applied.Handover;
            case Ending.Fenced:
                AnsweringMetrics.Fenced.Inc();
                AnsweringMetrics.Ended("fenced", took);
                log.Fenced(turn.Grant.Fence);
                return Handover.Nothing;
            default:
                log.StoreAway("end");
                return Handover.Nothing;
        }
    }

    private Task<Ending> ApplyAsync(Grant grant, Step step, bool goesOn, CancellationToken cancellation) => step switch
    {
        Step.Commit commit => store.CommitAsync(grant, commit.Reply, goesOn, cancellation),
        Step.Fail fail => store.FailAsync(grant, fail.Status, fail.Error, goesOn, cancellation),
        Step.Postpone later => store.PostponeAsync(grant, later.Delay, later.Why, cancellation),
        _ => throw new ArgumentOutOfRangeException(nameof(step)),
    };
}
