namespace Workers.Worker.Agent.Local;

/// <summary>A help article: what is between two headings is a section of its own.</summary>
internal sealed record Article(string Title, IReadOnlyList<Section> Sections);

/// <summary>A piece of an article that answers one thing; without a heading it is the introduction.</summary>
internal sealed record Section(string Article, string Heading, string Text);
