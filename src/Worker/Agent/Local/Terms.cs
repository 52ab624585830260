using Lucene.Net.Analysis;
using Lucene.Net.Analysis.En;
using Lucene.Net.Analysis.TokenAttributes;
using Lucene.Net.Analysis.Util;
using Lucene.Net.Util;

namespace Workers.Worker.Agent.Local;

/// <summary>Cuts text into stems: "returned" and "returns" are one term, small words are none.</summary>
internal static class Terms
{
    private const LuceneVersion Version = LuceneVersion.LUCENE_48;

    /// <summary>Leaves out the small words.</summary>
    public static Analyzer Content { get; } = new EnglishAnalyzer(Version, new CharArraySet(Version, SmallWords(), true));

    /// <summary>Keeps them: "where is my order" and "how much is an order" then differ.</summary>
    public static Analyzer Every { get; } = new EnglishAnalyzer(Version, CharArraySet.Empty);

    /// <summary>The distinct stems of a text in their order.</summary>
    public static IReadOnlyList<string> Of(Analyzer analyzer, string text)
    {
        var terms = new List<string>();
        using var stream = analyzer.GetTokenStream("", text.Replace('’', '\''));
        var term = stream.AddAttribute<ICharTermAttribute>();
        stream.Reset();
        while (stream.IncrementToken())
        {
            var stem = term.ToString()!;
            if (!terms.Contains(stem))
                terms.Add(stem);
        }

        stream.End();
        return terms;
    }

    private static string[] SmallWords()
    {
        using var stream = typeof(Terms).Assembly.GetManifestResourceStream("stopwords.txt")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
    }
}
