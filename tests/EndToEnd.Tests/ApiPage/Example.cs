using Workers.Testing;

namespace Workers.EndToEnd.Tests.ApiPage;

/// <summary>An example of docs/api.md: a block <c>sh</c> and, as the next block, the <c>http</c> that it gets.</summary>
/// <param name="Section">The heading above it.</param>
/// <param name="Line">Where the answer begins on the page.</param>
/// <param name="Command">What a reader types.</param>
/// <param name="Answer">What the page says comes back.</param>
internal sealed record Example(string Section, int Line, string Command, HttpText Answer)
{
    private const string Fence = "```";

    /// <summary>All of the page, in its order.</summary>
    public static IEnumerable<Example> All()
    {
        Block? before = null;
        foreach (var block in Blocks(File.ReadAllLines(Checkout.File("docs", "api.md"))))
        {
            if (block.Language == "http" && before?.Language == "sh")
                yield return new Example(block.Section, block.Line, before.Text, HttpText.Parse(block.Text));
            before = block;
        }
    }

    private static IEnumerable<Block> Blocks(string[] page)
    {
        var section = "";
        for (var i = 0; i < page.Length; i++)
        {
            if (page[i].StartsWith("## ", StringComparison.Ordinal))
                section = page[i][3..];
            if (!page[i].StartsWith(Fence, StringComparison.Ordinal))
                continue;
            var text = page.Skip(i + 1).TakeWhile(line => line != Fence).ToList();
            yield return new Block(section, page[i][Fence.Length..], i + 2, string.Join('\n', text));
            i += text.Count + 1;
        }
    }

    private sealed record Block(string Section, string Language, int Line, string Text);
}
