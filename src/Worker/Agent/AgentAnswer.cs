namespace Workers.Worker.Agent;

/// <summary>What asking the agent came to, named for what happens next.</summary>
internal abstract record AgentAnswer
{
    private AgentAnswer() { }

    /// <summary>The reply: the turn commits.</summary>
    public sealed record Answered(string Text) : AgentAnswer;

    /// <summary>429: postponed, no attempt is counted.</summary>
    public sealed record Throttled(TimeSpan? RetryAfter) : AgentAnswer;

    /// <summary>The model cannot be reached or served: postponed until the query is given up, no attempt is
    /// counted.</summary>
    public sealed record Unavailable(TimeSpan? RetryAfter, string Why) : AgentAnswer;

    /// <summary>The model is known to be away and was not asked: postponed like one that is unavailable, until its
    /// gate lets somebody try at the earliest.</summary>
    public sealed record GateClosed(TimeSpan RetryIn) : AgentAnswer;

    /// <summary>The model answered, but it is no answer: postponed, an attempt is counted.</summary>
    public sealed record NoAnswer(string Why) : AgentAnswer;

    /// <summary>The model refuses this very query: failed at once.</summary>
    public sealed record Refused(string Detail) : AgentAnswer;
}
