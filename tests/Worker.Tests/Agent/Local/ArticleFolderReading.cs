using Workers.Hosting.Options;
using Workers.Worker.Agent;
using Workers.Worker.Agent.Local;

namespace Workers.Worker.Tests.Agent.Local;

public sealed class ArticleFolderReading
{
    [Fact]
    public void The_shipped_articles_are_there_and_real_sized()
    {
        var articles = ArticleFolder.Read(ArticleFolder.Shipped);

        Assert.True(articles.Count >= 14);
        Assert.All(articles, article => Assert.InRange(
            article.Sections.Sum(section => section.Text.Split(' ').Length), 250, 800));
        Assert.Equal(articles.Count, articles.Select(article => article.Title).Distinct().Count());
    }

    [Fact]
    public void A_section_is_what_stands_between_two_headings_in_plain_words()
    {
        var article = ArticleFolder.Parse(
            "# Tea & *more*\n\nWe like [tea](https://x.example).\n\n## How\n\n- **Green**: 80 °C\n- Black\n  strong\n\n" +
            "| Tea | Minutes |\n| --- | --- |\n| Mint | 7 |\n\n```\n# no heading\n```\n", "file");

        Assert.Equal("Tea & more", article.Title);
        Assert.Equal(
        [
            new Section("Tea & more", "", "We like tea."),
            new Section("Tea & more", "How",
                "- Green: 80 °C\n- Black strong\n\nTea: Minutes\nMint: 7\n\n# no heading"),
        ], article.Sections);
    }

    [Fact]
    public void An_article_without_a_title_is_named_after_its_file()
    {
        Assert.Equal("opening-hours", ArticleFolder.Parse("We open at nine.", "opening-hours").Title);
    }

    [Fact]
    public void A_missing_or_empty_folder_stops_the_start_with_a_sentence()
    {
        var folder = Directory.CreateTempSubdirectory("knowledge-");
        try
        {
            var empty = Assert.Throws<ConfigurationException>(() => Start(folder.FullName));
            folder.Delete();
            var missing = Assert.Throws<ConfigurationException>(() => Start(folder.FullName));

            Assert.Contains("Agent:Knowledge", empty.Message, StringComparison.Ordinal);
            Assert.Contains("Agent:Knowledge", missing.Message, StringComparison.Ordinal);
        }
        finally
        {
            if (Directory.Exists(folder.FullName))
                folder.Delete(recursive: true);
        }
    }

    private static void Start(string folder) => new Microsoft.Extensions.DependencyInjection.ServiceCollection()
        .AddAgent(new AgentOptions { Knowledge = folder });
}
