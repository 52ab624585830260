namespace Workers.Chaos.Audit;

/// <summary>Everything that was seen from outside; the audit decides on nothing else.</summary>
internal sealed record Records
{
    public IReadOnlyList<Asked> Asked { get; init; } = [];

    public IReadOnlyList<Receipt> Receipts { get; init; } = [];

    public IReadOnlyList<string> Surprises { get; init; } = [];

    public IReadOnlyList<Notice> Notices { get; init; } = [];

    /// <summary>Queries as they were read during the run.</summary>
    public IReadOnlyList<Reading> Glances { get; init; } = [];

    /// <summary>Queries as they were read when all was over.</summary>
    public IReadOnlyList<Reading> Endings { get; init; } = [];

    public IReadOnlyList<Talk> Talks { get; init; } = [];

    public IReadOnlyList<Call> Calls { get; init; } = [];

    public IReadOnlyList<Exit> Exits { get; init; } = [];

    /// <summary>Redis keys that would stay for ever.</summary>
    public IReadOnlyList<string> KeysLeft { get; init; } = [];

    public IReadOnlyList<QueueLeft> QueuesLeft { get; init; } = [];
}

/// <summary>Why a query was asked.</summary>
internal enum AskKind
{
    Plain,
    Deadly,
    Poison,
}

/// <summary>A query that the customer wants answered; one key for all its requests.</summary>
internal sealed record Asked(
    string Key, string Conversation, int Number, string Text, AskKind Kind, DateTimeOffset At,
    DateTimeOffset? ExpiresAt);

/// <summary>A 202.</summary>
internal sealed record Receipt(string Key, string Id, long Sequence, DateTimeOffset At);

/// <summary>A webhook as it came.</summary>
internal sealed record Notice(
    string WebhookId, string QueryId, string Type, string? Reply, string Body, bool IsSigned, DateTimeOffset At);

/// <summary>A query as the HTTP API told it.</summary>
internal sealed record Reading(
    string Id, string Status, int Attempts, string? Reply, string? ErrorCode, DateTimeOffset? EndedAt,
    string? WebhookId)
{
    public bool HasEnded => Status is not ("queued" or "running");
}

/// <summary>A conversation as the HTTP API told it at the end.</summary>
internal sealed record Talk(string Conversation, IReadOnlyList<TalkTurn> Turns, int Waiting);

internal sealed record TalkTurn(string Id, long Sequence, string Status, string Text, string? Reply);

/// <summary>One call of the model.</summary>
/// <param name="Worker">Whose process asked.</param>
/// <param name="Text">The query's text.</param>
/// <param name="At">When it came.</param>
/// <param name="EndedAt">When it was answered or given up.</param>
/// <param name="Outcome">answered, given up, killed, or the model's trouble.</param>
internal sealed record Call(int Worker, string Text, DateTimeOffset At, DateTimeOffset EndedAt, string Outcome)
{
    public const string Answered = "answered";
    public const string GivenUp = "given up";
    public const string Killed = "killed its process";
}

/// <summary>The end of a process.</summary>
/// <param name="Process">Which.</param>
/// <param name="Code">Its exit code; null when it did not stop in time.</param>
/// <param name="Wanted">stop (SIGTERM), kill (-9), or nothing.</param>
/// <param name="At">When.</param>
internal sealed record Exit(string Process, int? Code, string Wanted, DateTimeOffset At)
{
    public const string Stop = "stop";
    public const string Kill = "kill";
    public const string Nothing = "nothing";
}

/// <summary>What the broker holds at the end.</summary>
internal sealed record QueueLeft(string Queue, long Ready, long Unacknowledged);
