namespace Workers.Testing;

/// <summary>Where the repository lies.</summary>
public static class Checkout
{
    /// <summary>The folder that has Workers.sln, found upwards from the test assembly.</summary>
    public static string Root { get; } = Find();

    /// <summary>A path below the root.</summary>
    public static string File(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>
    /// The paths, relative to the root, of all files that git tracks or would add, and that exist; empty without git.
    /// </summary>
    public static async Task<IReadOnlyList<string>> TrackedFilesAsync()
    {
        if (Executable.Find("git") is not { } git || !Path.Exists(File(".git")))
        {
            return [];
        }

        using var folder = new TempFolder();
        var list = Path.Combine(folder.Path, "tracked");
        await Command.RunAsync(
            new ChildStart("sh", ["-c", $"'{git}' ls-files --cached --others --exclude-standard > '{list}'"], Root),
            TimeSpan.FromSeconds(30));
        var paths = await System.IO.File.ReadAllLinesAsync(list);
        return [.. paths.Where(path => System.IO.File.Exists(File(path)))];
    }

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (System.IO.File.Exists(Path.Combine(folder.FullName, "Workers.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"no Workers.sln above {AppContext.BaseDirectory}");
    }
}
