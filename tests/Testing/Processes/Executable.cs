namespace Workers.Testing;

/// <summary>Finds programs on PATH and where Debian keeps its daemons.</summary>
internal static class Executable
{
    private static readonly string[] Folders =
    [
        .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries),
        "/usr/sbin", "/usr/bin", "/bin",
    ];

    /// <summary>The program's full path, or null when it is not installed.</summary>
    public static string? Find(string name) =>
        Folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
}
