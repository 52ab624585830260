namespace Workers.Ingress.Problems;

/// <summary>What is wrong with a request: sentences by JSON member name.</summary>
internal sealed class FieldErrors
{
    /// <summary>The name under which the body as a whole stands.</summary>
    public const string Body = "$";

    private readonly SortedDictionary<string, List<string>> _sentences = new(StringComparer.Ordinal);

    public bool Any => _sentences.Count > 0;

    public static FieldErrors Of(string member, string sentence)
    {
        var errors = new FieldErrors();
        errors.Add(member, sentence);
        return errors;
    }

    /// <summary>Notes a sentence; null notes nothing.</summary>
    public void Add(string member, string? sentence)
    {
        if (sentence is null)
            return;
        if (!_sentences.TryGetValue(member, out var sentences))
            _sentences[member] = sentences = [];
        if (!sentences.Contains(sentence))
            sentences.Add(sentence);
    }

    public FieldErrors And(FieldErrors others)
    {
        foreach (var (member, sentences) in others._sentences)
            sentences.ForEach(sentence => Add(member, sentence));
        return this;
    }

    public IReadOnlyDictionary<string, string[]> ToDictionary() =>
        _sentences.ToDictionary(pair => pair.Key, pair => pair.Value.ToArray(), StringComparer.Ordinal);
}
