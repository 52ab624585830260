using Markdig;
using Markdig.Syntax;
using Workers.Hosting.Options;

namespace Workers.Worker.Agent.Local;

/// <summary>Reads a folder of Markdown articles.</summary>
internal static class ArticleFolder
{
    private static readonly MarkdownPipeline Markdown =
        new MarkdownPipelineBuilder().UsePipeTables().UseYamlFrontMatter().Build();

    /// <summary>The shop's articles that come with the program, beside its assemblies.</summary>
    public static string Shipped => Path.Combine(AppContext.BaseDirectory, "Agent", "Local", "Knowledge");

    /// <summary>Every <c>*.md</c> of the folder and of those below it.</summary>
    /// <exception cref="ConfigurationException">There is no such folder, or it has no article.</exception>
    public static IReadOnlyList<Article> Read(string folder)
    {
        var files = Directory.Exists(folder)
            ? Directory.GetFiles(folder, "*.md", SearchOption.AllDirectories)
            : throw new ConfigurationException($"Agent:Knowledge names {folder}, which is no folder.");
        Array.Sort(files, StringComparer.Ordinal);
        var articles = files.Select(file => Parse(File.ReadAllText(file), Path.GetFileNameWithoutExtension(file)))
            .Where(article => article.Sections.Count > 0).ToArray();
        return articles.Length > 0
            ? articles
            : throw new ConfigurationException($"Agent:Knowledge names {folder}, which has no Markdown article (*.md).");
    }

    /// <summary>The first heading of the highest rank is the title, or else the file's name.</summary>
    internal static Article Parse(string text, string fileName)
    {
        var document = Markdig.Markdown.Parse(text, Markdown);
        var headings = document.OfType<HeadingBlock>().ToList();
        var title = headings.Find(heading => heading.Level == 1);
        var name = title is null ? fileName : PlainText.Of(title);
        var sections = new List<Section>();
        var heading = "";
        var blocks = new List<Block>();
        foreach (var block in document)
        {
            if (block is HeadingBlock next)
            {
                Close();
                heading = next == title ? "" : PlainText.Of(next);
            }
            else
            {
                blocks.Add(block);
            }
        }

        Close();
        return new Article(name, sections);

        void Close()
        {
            var plain = PlainText.Of(blocks);
            if (plain.Length > 0)
                sections.Add(new Section(name, heading, plain));
            blocks.Clear();
        }
    }
}
