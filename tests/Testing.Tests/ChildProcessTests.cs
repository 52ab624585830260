namespace Workers.Testing.Tests;

public sealed class ChildProcessTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    /// <summary>
    /// A parent of our kind in a process of its own, killed -9: a shell started by setpriv must not outlive it.
    /// </summary>
    [SkippableFact]
    public async Task A_child_dies_with_its_killed_parent()
    {
        Needs.Check(File.Exists("/usr/bin/setpriv"), "setpriv is not installed");
        await using var parent = ChildProcess.Start(new ChildStart(
            "sh", ["-c", "setpriv --pdeathsig KILL -- sleep 600 & echo child $!; wait"], "/"));
        var child = int.Parse((await parent.Output.LineAsync(line => line.StartsWith("child ")).WaitAsync(Bound))[6..]);
        await Eventually.TrueAsync(() => CommandLine(child).StartsWith("sleep"), Bound, "the child runs");
        await parent.KillAsync();
        await Eventually.TrueAsync(() => CommandLine(child) == "", Bound, "the child is gone");
    }

    [Fact]
    public async Task A_child_outlives_the_thread_that_asked_for_it()
    {
        ChildProcess? child = null;
        var thread = new Thread(() => child = ChildProcess.Start(new ChildStart("sleep", ["600"], "/")));
        thread.Start();
        thread.Join();
        await Eventually.TrueAsync(() => CommandLine(child!.Id).StartsWith("sleep"), Bound, "the child runs");
        Assert.False(child!.HasExited);
        await child.DisposeAsync();
    }

    [Fact]
    public async Task A_failing_start_shows_what_the_server_printed()
    {
        await using var server = new ServerProcess(
            "broken", new ChildStart("sh", ["-c", "echo my last words >&2; exit 3"], "/"),
            (_, bound) => Task.Delay(Timeout.Infinite, bound), Bound);
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(server.StartAsync);
        Assert.Contains("exited with 3", failure.Message);
        Assert.Contains("my last words", failure.Message);
    }

    // empty for a process that is gone, also while nobody has collected its exit code
    private static string CommandLine(int processId)
    {
        try
        {
            return File.ReadAllText($"/proc/{processId}/cmdline");
        }
        catch (IOException)
        {
            return "";
        }
    }
}
