using Lucene.Net.Analysis;
using Lucene.Net.Analysis.Miscellaneous;
using Lucene.Net.Documents;

namespace Workers.Worker.Agent.Local;

/// <summary>What of a section is searched.</summary>
internal static class SectionFields
{
    public const string Title = "title";
    public const string Heading = "heading";
    public const string Text = "text";
    public const string Asked = "asked"; // the heading with its small words
    public const string Article = "article"; // the title as one term

    public static Analyzer Analyzer { get; } = new PerFieldAnalyzerWrapper(
        Terms.Content, new Dictionary<string, Analyzer> { [Asked] = Terms.Every });

    public static Document Document(Section section) =>
    [
        new TextField(Title, section.Article, Field.Store.NO),
        new TextField(Heading, section.Heading, Field.Store.NO),
        new TextField(Text, section.Text, Field.Store.NO),
        new TextField(Asked, section.Heading, Field.Store.NO),
        new StringField(Article, section.Article, Field.Store.NO),
    ];
}
