using Workers.Testing;

namespace Workers.Repository.Tests;

/// <summary>The repository's files as a reader sees them: no build output.</summary>
internal static class SourceFiles
{
    public static readonly string[] CodeFolders = ["src", "tests", "bench"];
    private static readonly string[] Ignored = ["bin", "obj", ".git", "TestResults"];

    /// <summary>
    /// Files below a folder of the root, as paths relative to the root; none when there is no such folder.
    /// </summary>
    public static IEnumerable<string> In(string folder, params string[] endings)
    {
        var start = Checkout.File(folder);
        return !Directory.Exists(start) ? [] : Directory.EnumerateFiles(start, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Checkout.Root, path))
            .Where(path => !path.Split('/').Any(Ignored.Contains))
            .Where(path => endings.Length == 0 || endings.Any(path.EndsWith))
            .Order(StringComparer.Ordinal);
    }

    public static string[] Lines(string path) => File.ReadAllLines(Checkout.File(path));
}
