using Lucene.Net.Index;
using Lucene.Net.Search;

namespace Workers.Worker.Agent.Local;

/// <summary>Makes a search of a question: each term in title, heading or text, by its own name or a synonym.</summary>
internal sealed class SectionQuery(Synonyms synonyms)
{
    private const float TitleBoost = 1.6f;
    private const float HeadingBoost = 1.4f;
    private const float AskedBoost = 0.5f;
    private const float ArticleBoost = 5f;
    private const float SynonymWeight = 0.7f;
    private const float TieBreak = 0.4f; // a term that stands in title and text counts a little more than once

    public Query For(Question question)
    {
        var query = new BooleanQuery(disableCoord: true);
        foreach (var term in question.Terms)
            query.Add(Anywhere(term, 1), Occur.SHOULD);
        foreach (var (term, weight) in question.Earlier)
            query.Add(Anywhere(term, weight), Occur.SHOULD);
        foreach (var word in question.Words)
            query.Add(In(SectionFields.Asked, word, AskedBoost), Occur.SHOULD);
        if (question.Article is { } article)
            query.Add(new ConstantScoreQuery(In(SectionFields.Article, article, 1)) { Boost = ArticleBoost }, Occur.SHOULD);
        return query;
    }

    private DisjunctionMaxQuery Anywhere(string term, float weight)
    {
        var anywhere = new DisjunctionMaxQuery(TieBreak);
        Add(anywhere, term, weight);
        foreach (var synonym in synonyms.Of(term))
            Add(anywhere, synonym, weight * SynonymWeight);
        return anywhere;
    }

    private static void Add(DisjunctionMaxQuery anywhere, string term, float weight)
    {
        anywhere.Add(In(SectionFields.Title, term, weight * TitleBoost));
        anywhere.Add(In(SectionFields.Heading, term, weight * HeadingBoost));
        anywhere.Add(In(SectionFields.Text, term, weight));
    }

    private static TermQuery In(string field, string term, float boost) => new(new Term(field, term)) { Boost = boost };
}
