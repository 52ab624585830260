using Workers.Conversations;

namespace Workers.Worker.Answering;

/// <summary>What happens to a turn after its model was asked.</summary>
internal abstract record Step
{
    private Step() { }

    /// <summary>The turn completes.</summary>
    public sealed record Commit(string Reply) : Step;

    /// <summary>The query ends without a reply.</summary>
    public sealed record Fail(QueryStatus Status, QueryError Error) : Step;

    /// <summary>The query is asked again later.</summary>
    public sealed record Postpone(TimeSpan Delay, Postponement Why) : Step;

    /// <summary>The turn belongs to somebody else: nothing is left to do.</summary>
    public sealed record LetGo : Step;
}
