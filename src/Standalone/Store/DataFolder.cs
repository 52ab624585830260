using System.Text;
using Workers.Hosting.Options;

namespace Workers.Standalone.Store;

/// <summary>The folder in which Standalone keeps everything; one process at a time has it.</summary>
internal sealed class DataFolder : IDisposable
{
    private const UnixFileMode OwnerReadsAndWrites = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private string _path = "";
    private FileStream? _lock;

    /// <summary>Takes the folder for this process until it ends, however it ends; makes it if need be.</summary>
    /// <exception cref="ConfigurationException">Another process has it, or it cannot be written.</exception>
    public void Take(string folder)
    {
        _path = Path.GetFullPath(folder);
        try
        {
            Make(_path);
            _lock = new FileStream(At("lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (File.Exists(At("lock")))
        {
            throw new ConfigurationException(
                $"Another Standalone has the data in {_path}; stop it, or set Standalone:Data to another folder.");
        }
        catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"Standalone:Data must be a folder to write in: {refusal.Message}");
        }
    }

    /// <summary>The full path of a file in the folder.</summary>
    public string At(string name) => Path.Combine(_path, name);

    /// <summary>The text that was saved under a name, or null.</summary>
    public string? Read(string name) => File.Exists(At(name)) ? File.ReadAllText(At(name)) : null;

    /// <summary>Saves a text that only this user may read; a crash leaves the former or the new one.</summary>
    public void Save(string name, string text)
    {
        var half = At($"{name}.new");
        File.Delete(half);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerReadsAndWrites;
        using (var file = new FileStream(half, options))
        {
            file.Write(Encoding.UTF8.GetBytes(text));
            file.Flush(flushToDisk: true);
        }

        File.Move(half, At(name), overwrite: true);
    }

    /// <inheritdoc />
    public void Dispose() => _lock?.Dispose();

    private static void Make(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, OwnerReadsAndWrites | UnixFileMode.UserExecute);
    }
}
