namespace Workers.Hosting.Options;

/// <summary>What answers a query.</summary>
public enum AgentProvider
{
    /// <summary>A folder of articles, searched in this process; no network.</summary>
    Local,

    /// <summary>Any server that speaks OpenAI's chat completions.</summary>
    OpenAI,

    /// <summary>Anthropic's messages API.</summary>
    Anthropic,
}

/// <summary>The model that answers, and what it is shown.</summary>
public sealed record AgentOptions
{
    /// <summary><c>local</c> (the knowledge base, no network), <c>openai</c> (any compatible server) or
    /// <c>anthropic</c>.</summary>
    public AgentProvider Provider { get; init; } = AgentProvider.Local;

    /// <summary>The model's endpoint with its path, such as <c>http://host/v1</c>; <c>openai</c> without it means
    /// <c>https://api.openai.com/v1</c>.</summary>
    [ShownDefault("by provider")]
    public Uri? Endpoint { get; init; }

    /// <summary>The model's name; required by <c>openai</c> and <c>anthropic</c>.</summary>
    public string? Model { get; init; }

    /// <summary>The model's key; required by <c>anthropic</c>.</summary>
    [Secret]
    public string? ApiKey { get; init; }

    /// <summary>The system message that stands before every conversation.</summary>
    [ShownDefault("by provider")]
    public string? SystemPrompt { get; init; }

    /// <summary>How long one model call may take before it counts as a time-out; a longer one holds its slot
    /// longer.</summary>
    [Between("50ms", "9m")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Completed turns of the conversation that the model is shown, the last ones; more cost tokens in every
    /// call.</summary>
    [Between("0", "10000")]
    public int ContextTurns { get; init; } = 20;

    /// <summary>How long after its submission a query fails when the model has been away; more keeps it waiting
    /// longer.</summary>
    [Between("1s", "365d")]
    public TimeSpan GiveUpAfter { get; init; } = TimeSpan.FromDays(1);

    /// <summary>The folder of Markdown articles that <c>local</c> answers from.</summary>
    [ShownDefault("the shipped sample")]
    public string? Knowledge { get; init; }

    /// <summary>No secrets in logs.</summary>
    public override string ToString() => $"{nameof(AgentOptions)} {{ Provider = {Provider} }}";
}
