using System.Text.RegularExpressions;
using Workers.Testing;

namespace Workers.Repository.Tests;

/// <summary>Nothing committed depends on where it was written or on whose package index was used.</summary>
public sealed class CommittedTextTests
{
    // put together here, so that this file passes its own test
    private static readonly string[] Registries =
    [
        "nuget" + ".org", "npmjs" + ".", "pypi" + ".org", "pythonhosted" + ".org", "crates" + ".io",
        "rubygems" + ".org", "proxy.golang" + ".org", "yarnpkg" + ".com", "maven" + ".org",
    ];

    private static readonly Regex MachinePath = new(
        @"(?<![\w./~-])/(root|home|work|Users)/\w|/tmp" + @"/h/|[A-Z]:\\Users\\");

    [SkippableFact]
    public async Task No_committed_file_names_a_package_registry() =>
        Offenders.None(await LinesAsync(
            line => Registries.Any(host => line.Contains(host, StringComparison.OrdinalIgnoreCase))));

    [SkippableFact]
    public async Task No_committed_file_names_a_path_of_a_machine() =>
        Offenders.None(await LinesAsync(MachinePath.IsMatch));

    private static async Task<List<string>> LinesAsync(Predicate<string> wanted)
    {
        var files = await Checkout.TrackedFilesAsync();
        Skip.If(files.Count == 0, "not a git checkout");
        return [.. files.SelectMany(path => SourceFiles.Lines(path)
            .Select((line, index) => (line, at: $"{path}:{index + 1}: {line.Trim()}"))
            .Where(line => wanted(line.line))
            .Select(line => line.at))];
    }
}
