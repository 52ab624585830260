using System.Text;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Workers.Worker.Agent.Local;

/// <summary>Markdown as plain words: emphasis and links lose their marks, lists keep a dash, table rows become
/// lines.</summary>
internal static class PlainText
{
    public static string Of(Block block) => Of([block]);

    public static string Of(IEnumerable<Block> blocks)
    {
        var text = new StringBuilder();
        foreach (var block in blocks)
            Append(text, block, "");
        return text.ToString().Trim();
    }

    private static void Append(StringBuilder text, Block block, string indent)
    {
        switch (block)
        {
            case LeafBlock { Inline: { } inline }:
                text.Append(Words(inline)).Append('\n');
                break;
            case CodeBlock code:
                text.Append(code.Lines.ToString()).Append('\n');
                break;
            case ListBlock list:
                AppendItems(text, list, indent);
                break;
            case TableRow row:
                text.AppendJoin(": ", row.OfType<TableCell>().Select(cell => Of((Block)cell))).Append('\n');
                break;
            case ContainerBlock container:
                foreach (var inner in container)
                    Append(text, inner, indent);
                break;
        }

        if (indent.Length == 0 && block.Parent is MarkdownDocument)
            text.Append('\n');
    }

    private static void AppendItems(StringBuilder text, ListBlock list, string indent)
    {
        var number = 1;
        foreach (var item in list.OfType<ListItemBlock>())
        {
            text.Append(indent).Append(list.IsOrdered ? $"{number++}. " : "- ");
            foreach (var inner in item)
                Append(text, inner, indent + "  ");
        }
    }

    private static string Words(ContainerInline inlines)
    {
        var words = new StringBuilder();
        foreach (var inline in inlines)
        {
            words.Append(inline switch
            {
                LiteralInline literal => literal.Content.ToString(),
                CodeInline code => code.Content,
                AutolinkInline link => link.Url,
                HtmlEntityInline entity => entity.Transcoded.ToString(),
                LineBreakInline => " ",
                ContainerInline inner => Words(inner),
                _ => "",
            });
        }

        return words.ToString();
    }
}
