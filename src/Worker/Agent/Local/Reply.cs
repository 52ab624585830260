namespace Workers.Worker.Agent.Local;

/// <summary>How an answer is put; the next turn reads from it which article the talk is about.</summary>
internal static class Reply
{
    private const string Before = "From the article \"";
    private const string After = "\":\n\n";

    public static string Quote(Section section) => section.Heading.Length > 0
        ? $"{Before}{section.Article}{After}{section.Heading}\n{section.Text}"
        : $"{Before}{section.Article}{After}{section.Text}";

    /// <summary>The article that an earlier answer quoted; null when it quoted none.</summary>
    public static string? ArticleOf(string? answer)
    {
        if (answer is null || !answer.StartsWith(Before, StringComparison.Ordinal))
            return null;

        var end = answer.IndexOf(After, StringComparison.Ordinal);
        return end < 0 ? null : answer[Before.Length..end];
    }
}
