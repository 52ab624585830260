using System.Text.RegularExpressions;

namespace Workers.Repository.Tests;

/// <summary>The configuration's reference is written from these comments, so none may be missing.</summary>
public sealed partial class OptionsDocumentationTests
{
    [Fact]
    public void Each_public_option_says_what_it_means() =>
        Offenders.None(SourceFiles.In("src", "Options.cs")
            .SelectMany(path => Undocumented(path, SourceFiles.Lines(path))));

    private static IEnumerable<string> Undocumented(string path, string[] lines) => lines
        .Select((line, index) => (line, index))
        .Where(member => Member().IsMatch(member.line) && !IsDocumented(lines, member.index))
        .Select(member => $"{path}:{member.index + 1}: {member.line.Trim()}");

    private static bool IsDocumented(string[] lines, int index) => lines.Take(index).Reverse()
        .First(line => !line.TrimStart().StartsWith('[')).TrimStart().StartsWith("///", StringComparison.Ordinal);

    [GeneratedRegex(@"^\s*public (?!static|override).*\{ get;")]
    private static partial Regex Member();
}
