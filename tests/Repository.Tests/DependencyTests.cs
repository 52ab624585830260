using System.Xml.Linq;
using Workers.Testing;

namespace Workers.Repository.Tests;

/// <summary>
/// Contracts below Conversations below Ingress and Worker below Standalone; Hosting knows only Contracts.
/// </summary>
public sealed class DependencyTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Contracts"] = [],
        ["Conversations"] = ["Contracts"],
        ["Hosting"] = ["Contracts"],
        ["Ingress"] = ["Contracts", "Conversations", "Hosting"],
        ["Worker"] = ["Contracts", "Conversations", "Hosting"],
        ["Standalone"] = ["Ingress", "Worker"],
        ["Capacity"] = [],
    };

    [Fact]
    public void Projects_refer_to_what_stands_below_them_and_to_nothing_else()
    {
        foreach (var project in Projects())
        {
            var name = Path.GetFileNameWithoutExtension(project);
            Assert.True(Allowed.TryGetValue(name, out var allowed), $"{project} is not in the dependency picture");
            Assert.Empty(References(project).Except(allowed));
        }
    }

    [Fact]
    public void Contracts_need_no_package()
    {
        var contracts = XDocument.Load(Checkout.File("src", "Contracts", "Contracts.csproj"));
        Assert.Empty(contracts.Descendants("PackageReference"));
        Assert.Empty(contracts.Descendants("FrameworkReference"));
    }

    [Fact]
    public void Nothing_in_src_refers_to_tests() =>
        Assert.DoesNotContain(Projects(), project => SourceFiles.Lines(project).Any(line => line.Contains("/tests/")));

    [Fact]
    public void Each_version_is_said_once_and_centrally()
    {
        var projects = SourceFiles.CodeFolders.SelectMany(folder => SourceFiles.In(folder, ".csproj"));
        Assert.DoesNotContain(projects, project => XDocument.Load(Checkout.File(project))
            .Descendants("PackageReference").Any(reference => reference.Attribute("Version") is not null));
    }

    private static IEnumerable<string> Projects() => SourceFiles.In("src", ".csproj");

    private static IEnumerable<string> References(string project) => XDocument.Load(Checkout.File(project))
        .Descendants("ProjectReference")
        .Select(reference => reference.Attribute("Include")!.Value.Replace('\\', '/'))
        .Select(path => Path.GetFileNameWithoutExtension(path));
}
