namespace Workers.Testing;

/// <summary>Where the repository lies.</summary>
public static class Repository
{
    /// <summary>The folder that has Workers.sln, found upwards from the test assembly.</summary>
    public static string Root { get; } = Find();

    /// <summary>A path below the root.</summary>
    public static string File(params string[] parts) => Path.Combine([Root, .. parts]);

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
