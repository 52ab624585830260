using System.Collections.Concurrent;
using Workers.Chaos.Audit;
using Workers.Testing;

namespace Workers.Chaos.World;

/// <summary>
/// A place of the product's processes, kept by an orchestrator: whatever ends there is started again a moment later.
/// </summary>
internal sealed class Replica : IAsyncDisposable
{
    private static readonly TimeSpan RestartDelay = TimeSpan.FromMilliseconds(500);
    private readonly CancellationTokenSource over = new();
    private readonly ConcurrentQueue<Exit> exits = new();
    private readonly string project;
    private readonly Dictionary<string, string> settings;
    private readonly string log;
    private readonly Task keeping;
    private volatile Dictionary<string, string> place = [];
    private volatile string wanted = Exit.Nothing;
    private volatile HostProcess host;

    public Replica(string name, string project, Dictionary<string, string> settings, string logs)
    {
        (Name, this.project, this.settings) = (name, project, settings);
        log = Path.Combine(logs, $"{name.Replace(' ', '-')}.log");
        File.Delete(log);
        host = Launch();
        keeping = KeepAsync();
    }

    public string Name { get; }

    public Uri Address => host.Address;

    public IReadOnlyCollection<Exit> Exits => exits;

    public static string WorkerName(int number) => $"worker {number + 1}";

    public static string IngressName(int number) => $"ingress {number + 1}";

    public Task<bool> IsReadyAsync() => host.IsHealthyAsync();

    public Task KillAsync()
    {
        wanted = Exit.Kill;
        return host.Kill9Async();
    }

    /// <summary>SIGTERM; a process that does not end in its drain time and some is killed and told.</summary>
    public async Task StopAsync(CancellationToken stop)
    {
        await LivesAsync(stop);
        var stopping = host.Process;
        wanted = Exit.Stop;
        stopping.Terminate();
        try
        {
            await stopping.ExitAsync(Settings.DrainTimeout + TimeSpan.FromSeconds(20)).WaitAsync(stop);
        }
        catch (TimeoutException)
        {
            exits.Enqueue(new Exit(Name, null, Exit.Stop, DateTimeOffset.UtcNow));
            wanted = Exit.Kill;
            await stopping.KillAsync();
        }
    }

    public void Pause() => host.Sigstop();

    public void Continue()
    {
        if (!host.Process.HasExited)
            host.Sigcont();
    }

    /// <summary>Kills it; the next life has these variables too, as if it were on another host.</summary>
    public Task MoveAsync(Dictionary<string, string> variables)
    {
        place = variables;
        return KillAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await over.CancelAsync();
        await KillAsync();
        await keeping;
        await host.DisposeAsync();
        over.Dispose();
    }

    // a process that has just been started dies of the signal before it could hear it
    private async Task LivesAsync(CancellationToken stop)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(stop);
        bound.CancelAfter(TimeSpan.FromSeconds(30));
        while (!await host.IsHealthyAsync("live"))
            await Task.Delay(TimeSpan.FromMilliseconds(100), bound.Token);
    }

    private async Task KeepAsync()
    {
        while (!over.IsCancellationRequested)
        {
            var code = await host.Process.ExitAsync(Timeout.InfiniteTimeSpan);
            exits.Enqueue(new Exit(Name, code, wanted, DateTimeOffset.UtcNow));
            await Task.Delay(RestartDelay, over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (over.IsCancellationRequested)
                return;
            var former = host;
            wanted = Exit.Nothing;
            host = Launch();
            await former.DisposeAsync();
        }
    }

    private HostProcess Launch()
    {
        var next = HostProcess.Launch(project, settings.Concat(place));
        File.AppendAllText(log, $"---- {DateTimeOffset.UtcNow:O} process {next.Process.Id}\n");
        next.Process.Output.CopyTo(log);
        return next;
    }
}
