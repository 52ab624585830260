using Workers.Testing;

namespace Workers.Repository.Tests;

/// <summary>Files stay short and folders tell the story.</summary>
public sealed class ShapeTests
{
    private const int LongestLine = 140; // the aim is 120

    private static readonly string[] EmptyWords =
        ["Services", "Helpers", "Utils", "Models", "Common", "Extensions", "Infrastructure"];

    [Theory]
    [InlineData("src", 300)]
    [InlineData("tests", 400)]
    [InlineData("bench", 400)]
    public void A_file_is_one_idea(string folder, int longest) =>
        Offenders.None(SourceFiles.In(folder, ".cs", ".lua")
            .Select(path => (path, length: SourceFiles.Lines(path).Length))
            .Where(file => file.length > longest));

    [Theory]
    [InlineData("src")]
    [InlineData("tests")]
    [InlineData("bench")]
    public void A_line_fits_the_screen(string folder) =>
        Offenders.None(SourceFiles.In(folder, ".cs").SelectMany(path => SourceFiles.Lines(path)
            .Select((line, index) => (line, at: $"{path}:{index + 1}"))
            .Where(line => line.line.Length > LongestLine)
            .Select(line => line.at)));

    [Fact]
    public void No_folder_is_named_after_a_layer() =>
        Offenders.None(SourceFiles.CodeFolders.SelectMany(folder => SourceFiles.In(folder))
            .Where(path => Path.GetDirectoryName(path)!.Split('/').Intersect(EmptyWords).Any()));

    [Fact]
    public void Program_files_are_tables_of_contents() =>
        Offenders.None(SourceFiles.In("src", "/Program.cs").Where(path => SourceFiles.Lines(path).Length >= 25
            && !path.Contains("/Capacity/")));

    [Fact]
    public void A_decision_fits_on_a_page() =>
        Offenders.None(SourceFiles.In("docs/decisions", ".md").Where(path => SourceFiles.Lines(path).Length > 40));

    [Theory]
    [InlineData("README.md")]
    [InlineData("CHANGELOG.md")]
    [InlineData("LICENSE")]
    public void A_newcomer_finds(string file) =>
        Assert.True(new FileInfo(Checkout.File(file)) is { Exists: true, Length: > 0 }, $"{file} is missing or empty");
}
