using System.Collections.Concurrent;
using System.Diagnostics;

namespace Workers.Testing;

/// <summary>
/// Starts children that the kernel kills when this process dies, however it dies. The death signal is bound to the
/// thread that forks, so all forks happen on one thread that never ends.
/// </summary>
internal static class Spawner
{
    private static readonly string? Wrapper = Executable.Find("setpriv");
    private static readonly BlockingCollection<Action> Work = [];

    static Spawner() => new Thread(Run) { IsBackground = true, Name = "spawner" }.Start();

    public static Process Start(ChildStart child)
    {
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        Work.Add(() =>
        {
            try
            {
                started.SetResult(Process.Start(Describe(child))!);
            }
            catch (Exception failure)
            {
                started.SetException(failure);
            }
        });
        return started.Task.GetAwaiter().GetResult();
    }

    private static void Run()
    {
        foreach (var start in Work.GetConsumingEnumerable())
        {
            start();
        }
    }

    private static ProcessStartInfo Describe(ChildStart child)
    {
        var info = new ProcessStartInfo(Wrapper ?? child.File)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = child.Folder,
        };
        string[] prefix = Wrapper is null ? [] : ["--pdeathsig", "KILL", "--", child.File];
        foreach (var argument in prefix.Concat(child.Arguments))
        {
            info.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in child.Environment)
        {
            info.Environment[name] = value;
        }

        return info;
    }
}
