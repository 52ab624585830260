namespace Workers.Testing;

/// <summary>How a child is started.</summary>
/// <param name="File">The program, a path or a name on PATH.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Folder">Its working folder.</param>
public sealed record ChildStart(string File, IReadOnlyList<string> Arguments, string Folder)
{
    /// <summary>Environment variables set on top of our own; null removes one.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();
}
