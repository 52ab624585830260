using Lucene.Net.Documents;
using Lucene.Net.Index;
using Lucene.Net.Search;
using Lucene.Net.Search.Similarities;
using Lucene.Net.Store;
using Lucene.Net.Util;

namespace Workers.Worker.Agent.Local;

/// <summary>Full-text search (BM25) over the sections of all articles, in memory; one searcher serves every
/// turn.</summary>
internal sealed class ArticleIndex
{
    private const int Candidates = 10;
    private const double Introduction = 0.8;
    private const double Foreign = 1.4; // a word that no article knows is a strong sign of another subject

    // Lengths count less than is usual: a list of all countries and prices is a good answer though it is long.
    private static readonly BM25Similarity Ranking = new(k1: 1.2f, b: 0.4f);

    private readonly IReadOnlyList<Section> sections;
    private readonly HashSet<string>[] terms;
    private readonly HashSet<string>[] headingTerms;
    private readonly Dictionary<string, int> frequency = [];
    private readonly IndexSearcher searcher;
    private readonly SectionQuery query;
    private readonly Synonyms synonyms;

    public ArticleIndex(IReadOnlyList<Article> articles, Synonyms synonyms)
    {
        this.synonyms = synonyms;
        sections = [.. articles.SelectMany(article => article.Sections)];
        terms = [.. sections.Select(section => TermsOf($"{section.Article}\n{section.Heading}\n{section.Text}"))];
        headingTerms = [.. sections.Select(section => TermsOf($"{section.Article}\n{section.Heading}"))];
        foreach (var term in terms.SelectMany(section => section))
            frequency[term] = frequency.GetValueOrDefault(term) + 1;
        query = new SectionQuery(synonyms);
        searcher = new IndexSearcher(DirectoryReader.Open(Index(sections))) { Similarity = Ranking };
    }

    /// <summary>The best section for a question; null when no word of it is in any article.</summary>
    public Found? Find(Question question)
    {
        var top = searcher.Search(query.For(question), Candidates).ScoreDocs;
        if (top.Length == 0)
            return null;

        var own = question.Terms.Select(term => (term, weight: 1f)).ToArray();
        var all = own.Concat(question.Earlier.Select(earlier => (term: earlier.Key, weight: earlier.Value))).ToArray();
        // Many hits of one word must not outweigh a hit of every word; an introduction names much and says little.
        var best = top.MaxBy(hit => hit.Score * (0.5 + Coverage(hit.Doc, all)) * Telling(hit.Doc))!.Doc;
        return new Found(sections[best], Coverage(best, all), Coverage(best, own),
            question.Terms.Count(term => Has(headingTerms[best], term)));
    }

    // Which share of what the question asks the section speaks of; a term that no article knows weighs most.
    private double Coverage(int section, (string Term, float Weight)[] wanted)
    {
        var (met, sum) = (0d, 0d);
        foreach (var (term, weight) in wanted)
        {
            var rarity = weight * Rarity(term);
            sum += rarity;
            met += Has(terms[section], term) ? rarity : 0;
        }

        return sum > 0 ? met / sum : 1;
    }

    private double Telling(int section) => sections[section].Heading.Length > 0 ? 1 : Introduction;

    private double Rarity(string term)
    {
        var known = synonyms.Of(term).Append(term).Max(name => frequency.GetValueOrDefault(name));
        var rarity = Math.Log(1 + ((sections.Count - known + 0.5) / (known + 0.5)));
        return known > 0 ? rarity : rarity * Foreign;
    }

    private bool Has(HashSet<string> section, string term) =>
        section.Contains(term) || synonyms.Of(term).Any(section.Contains);

    private static HashSet<string> TermsOf(string text) => [.. Terms.Of(Terms.Content, text)];

    private static RAMDirectory Index(IReadOnlyList<Section> sections)
    {
        var directory = new RAMDirectory();
        var settings = new IndexWriterConfig(LuceneVersion.LUCENE_48, SectionFields.Analyzer)
        {
            Similarity = Ranking,
        };
        using var writer = new IndexWriter(directory, settings);
        foreach (var section in sections)
            writer.AddDocument(SectionFields.Document(section));
        writer.ForceMerge(1); // one segment: a hit's number is its place in the list
        return directory;
    }
}
