namespace Workers.Testing;

/// <summary>One message that the model was shown.</summary>
public sealed record ModelMessage(string Role, string Content);

/// <summary>One call that reached the model server.</summary>
/// <param name="At">When it came in.</param>
/// <param name="Messages">All messages, the system message included.</param>
public sealed record ModelCall(DateTimeOffset At, IReadOnlyList<ModelMessage> Messages)
{
    /// <summary>The <c>traceparent</c> that came with it, empty when absent.</summary>
    public string TraceParent { get; init; } = "";

    /// <summary>The text of the last user message: the query.</summary>
    public string LastUserText => Messages.LastOrDefault(message => message.Role == "user")?.Content ?? "";
}
