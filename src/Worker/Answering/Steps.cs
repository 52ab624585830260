using Workers.Conversations;
using Workers.Hosting.Options;
using Workers.Worker.Agent;

namespace Workers.Worker.Answering;

/// <summary>Says what happens next, from what the model answered or why the turn was dropped.</summary>
internal static class Steps
{
    /// <summary>The contract's table of model answers.</summary>
    /// <param name="answer">What the model answered.</param>
    /// <param name="turn">The turn that asked.</param>
    /// <param name="age">How long ago the query was accepted.</param>
    /// <param name="agent">Says when to give up.</param>
    public static Step After(AgentAnswer answer, Turn turn, TimeSpan age, AgentOptions agent) => answer switch
    {
        AgentAnswer.Answered answered => new Step.Commit(answered.Text),
        AgentAnswer.Throttled throttled => new Step.Postpone(
            Backoff.After(turn.Postponements, throttled.RetryAfter), Postponement.ModelAway),
        AgentAnswer.Unavailable or AgentAnswer.GateClosed when age >= agent.GiveUpAfter =>
            new Step.Fail(QueryStatus.Failed, QueryErrors.ModelUnavailable),
        AgentAnswer.Unavailable away => new Step.Postpone(
            Shorter(Backoff.After(turn.Postponements, away.RetryAfter), agent.GiveUpAfter - age), Postponement.ModelAway),
        AgentAnswer.GateClosed closed => new Step.Postpone(
            Shorter(Backoff.Behind(closed.RetryIn, turn.Postponements), agent.GiveUpAfter - age), Postponement.NotAsked),
        AgentAnswer.Refused refused => new Step.Fail(QueryStatus.Failed, QueryErrors.ModelRefused(refused.Detail)),
        _ => new Step.Postpone(Backoff.After(turn.Postponements), Postponement.NoAnswer),
    };

    /// <summary>What a dropped turn leaves to do.</summary>
    public static Step After(DropReason reason) => reason switch
    {
        DropReason.CancelRequested => new Step.Fail(QueryStatus.Cancelled, QueryErrors.Cancelled),
        DropReason.Expired => new Step.Fail(QueryStatus.Expired, QueryErrors.Expired),
        DropReason.Lost => new Step.LetGo(),
        _ => new Step.Postpone(TimeSpan.Zero, Postponement.NotAsked),
    };

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
