using Workers.Standalone.Store;
using Workers.Testing;

namespace Workers.Standalone.Tests;

public sealed class DataFolderTests : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly DataFolder _folder = new();

    public DataFolderTests() => _folder.Take(Path.Combine(_temp.Path, "data"));

    [Fact]
    public void What_is_saved_is_read_again_and_only_its_owner_may()
    {
        _folder.Save("key", "one");
        _folder.Save("key", "two");
        Assert.Equal("two", _folder.Read("key"));
        Assert.True(OperatingSystem.IsWindows()
            || File.GetUnixFileMode(_folder.At("key")) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Fact]
    public void A_half_written_file_of_a_crash_is_not_read()
    {
        _folder.Save("key", "whole");
        File.WriteAllText(_folder.At("key.new"), "ha");
        Assert.Equal("whole", _folder.Read("key"));
        _folder.Save("key", "next");
        Assert.Equal("next", _folder.Read("key"));
    }

    [Fact]
    public void What_was_never_saved_is_not_there() => Assert.Null(_folder.Read("key"));

    public void Dispose()
    {
        _folder.Dispose();
        _temp.Dispose();
    }
}
