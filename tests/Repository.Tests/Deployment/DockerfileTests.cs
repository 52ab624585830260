using System.Text.RegularExpressions;
using System.Xml.Linq;
using Workers.Testing;

namespace Workers.Repository.Tests.Deployment;

/// <summary>The Dockerfiles against the projects that they build.</summary>
public sealed partial class DockerfileTests
{
    [Theory]
    [InlineData("Ingress")]
    [InlineData("Worker")]
    public void It_copies_each_project_that_it_builds(string project)
    {
        var copied = Copied().Matches(Read(project)).Select(copy => copy.Groups[1].Value).Order();
        Assert.Equal(Closure(project).Order(), copied);
    }

    [Theory]
    [InlineData("Ingress", 8080)]
    [InlineData("Worker", 8081)]
    public void It_runs_the_program_without_root_on_its_port(string project, int port)
    {
        var file = Read(project);
        Assert.Contains($"ENTRYPOINT [\"dotnet\", \"Workers.{project}.dll\"]", file, StringComparison.Ordinal);
        Assert.Contains($"ASPNETCORE_URLS=http://+:{port}", file, StringComparison.Ordinal);
        Assert.Contains("USER $APP_UID", file, StringComparison.Ordinal);
        Assert.Contains($":{port}\"", File.ReadAllText(Checkout.File("src", project, "Program.cs")),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Ingress")]
    [InlineData("Worker")]
    public void The_files_that_shape_the_build_come_along_and_are_not_ignored(string project)
    {
        var ignore = File.ReadAllLines(Checkout.File(".dockerignore"));
        string[] files = ["global.json", ".editorconfig", "Directory.Build.props", "Directory.Packages.props"];
        foreach (var file in files)
        {
            Assert.Contains(file, Read(project), StringComparison.Ordinal);
            Assert.Contains(ignore, line => line.StartsWith('!')
                && Regex.IsMatch(file, $"^{Regex.Escape(line[1..]).Replace(@"\*", ".*")}$"));
        }
    }

    private static string Read(string project) =>
        File.ReadAllText(Checkout.File("src", project, "Dockerfile"));

    private static HashSet<string> Closure(string project)
    {
        var references = XDocument.Load(Checkout.File("src", project, $"{project}.csproj"))
            .Descendants("ProjectReference").Select(reference => reference.Attribute("Include")!.Value);
        return [project, .. references.SelectMany(path => Closure(Path.GetFileNameWithoutExtension(path)))];
    }

    [GeneratedRegex(@"^COPY src/(\w+) src/\1$", RegexOptions.Multiline)]
    private static partial Regex Copied();
}
