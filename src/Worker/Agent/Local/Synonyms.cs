namespace Workers.Worker.Agent.Local;

/// <summary>What else a customer's word may be called in the articles: an optional <c>synonyms.txt</c> beside
/// them.</summary>
internal sealed class Synonyms
{
    private readonly Dictionary<string, string[]> others = [];

    /// <summary>One group of words on a line; lines that start with # are comments.</summary>
    public static Synonyms Read(string folder)
    {
        var file = Path.Combine(folder, "synonyms.txt");
        return File.Exists(file) ? new Synonyms(File.ReadAllLines(file)) : new Synonyms([]);
    }

    public Synonyms(IEnumerable<string> lines)
    {
        foreach (var line in lines.Where(line => !line.StartsWith('#')))
        {
            var group = Terms.Of(Terms.Every, line);
            foreach (var term in group)
                others[term] = [.. Of(term), .. group.Where(other => other != term)];
        }
    }

    public IReadOnlyList<string> Of(string term) => others.GetValueOrDefault(term) ?? [];
}
