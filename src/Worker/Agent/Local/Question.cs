namespace Workers.Worker.Agent.Local;

/// <summary>What is looked for: the customer's terms, and for a follow-up also those of the questions before.</summary>
internal sealed record Question
{
    /// <summary>The terms of the customer's last words, small words left out.</summary>
    public required IReadOnlyList<string> Terms { get; init; }

    /// <summary>All of its words, to meet headings that are questions themselves.</summary>
    public required IReadOnlyList<string> Words { get; init; }

    /// <summary>Terms of earlier questions with the weight that is left to them, below 1.</summary>
    public IReadOnlyDictionary<string, float> Earlier { get; init; } = new Dictionary<string, float>();

    /// <summary>The article of the last answer, which a follow-up is probably about.</summary>
    public string? Article { get; init; }

    public static Question Of(string text) => new()
    {
        Terms = [.. Local.Terms.Of(Local.Terms.Content, text).Where(term => term.Length > 1)],
        Words = Local.Terms.Of(Local.Terms.Every, text),
    };
}
