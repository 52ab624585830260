namespace Workers.Testing;

/// <summary>A folder of its own, gone when disposed.</summary>
public sealed class TempFolder : IDisposable
{
    /// <summary>The folder's full path.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("workers-").FullName;

    /// <inheritdoc />
    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (IOException)
        {
            // a killed server's child may still write its last file; the folder is in the temp directory anyway
        }
    }
}
