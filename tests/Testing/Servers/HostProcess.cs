using System.Net;

namespace Workers.Testing;

/// <summary>One of our programs as its own process, built by the configuration that built the tests.</summary>
public sealed class HostProcess : IAsyncDisposable
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(5) };
    private readonly TempFolder _folder = new();
    private readonly ChildStart _start;
    private ChildProcess? _child;

    private HostProcess(string project, IEnumerable<KeyValuePair<string, string>> settings)
    {
        Name = project;
        var environment = settings.ToDictionary(entry => entry.Key.Replace(":", "__"), string? (entry) => entry.Value);
        environment["ASPNETCORE_URLS"] = Address.ToString().TrimEnd('/');
        environment["DOTNET_ENVIRONMENT"] = environment.GetValueOrDefault("DOTNET_ENVIRONMENT", "Production");
        _start = new ChildStart("dotnet", [Dll(project)], _folder.Path) { Environment = environment };
    }

    /// <summary>The project's name, such as <c>Ingress</c>.</summary>
    public string Name { get; }

    /// <summary>Where it listens, the same over restarts.</summary>
    public Uri Address { get; } = new($"http://127.0.0.1:{FreePort.Next()}/");

    /// <summary>The process, for its id and output.</summary>
    public ChildProcess Process => _child ?? throw new InvalidOperationException($"{Name} was not started");

    /// <summary>What it printed, the last lines.</summary>
    public string Output => Process.Output.Text;

    /// <summary>
    /// Starts src/<paramref name="project"/> with settings (<c>:</c> or <c>__</c>) and waits until it is ready: until
    /// <paramref name="ready"/> is true, by default until /healthz/ready answers 200.
    /// </summary>
    public static async Task<HostProcess> StartAsync(
        string project,
        IEnumerable<KeyValuePair<string, string>> settings,
        Func<HostProcess, Task<bool>>? ready = null,
        TimeSpan? within = null)
    {
        var host = new HostProcess(project, settings);
        try
        {
            await host.StartAgainAsync(ready, within);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it without waiting for anything: for starts that are expected to fail.</summary>
    public static HostProcess Launch(string project, IEnumerable<KeyValuePair<string, string>> settings)
    {
        var host = new HostProcess(project, settings);
        host._child = ChildProcess.Start(host._start);
        return host;
    }

    /// <summary>The path of a program's assembly in the tests' configuration.</summary>
    public static string Dll(string project)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/')); // bin/<Configuration>/net10.0
        var dll = Checkout.File("src", project, "bin", folder.Parent!.Name, folder.Name, $"Workers.{project}.dll");
        return File.Exists(dll) ? dll : throw new FileNotFoundException($"{project} is not built: {dll}");
    }

    /// <summary>True when the probe answers 200 now.</summary>
    public async Task<bool> IsHealthyAsync(string probe = "ready")
    {
        try
        {
            using var answer = await Http.GetAsync(new Uri(Address, $"healthz/{probe}"));
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception away) when (away is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    /// <summary>Kills it if it runs, and starts it again on the same address with the same settings.</summary>
    public async Task RestartAsync(Func<HostProcess, Task<bool>>? ready = null, TimeSpan? within = null)
    {
        await Kill9Async();
        await StartAgainAsync(ready, within);
    }

    /// <summary>Kills it (-9) and waits until it is gone.</summary>
    public Task Kill9Async() => Process.KillAsync();

    /// <summary>
    /// Asks it to stop (SIGTERM) and returns its exit code; fails with its last output when it takes longer.
    /// </summary>
    public Task<int> SigtermAsync(TimeSpan within)
    {
        Process.Terminate();
        return Process.ExitAsync(within);
    }

    /// <summary>Pauses it (SIGSTOP).</summary>
    public void Sigstop() => Process.Pause();

    /// <summary>Lets it go on (SIGCONT).</summary>
    public void Sigcont() => Process.Continue();

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_child is not null)
        {
            await _child.DisposeAsync();
        }

        _folder.Dispose();
    }

    private async Task StartAgainAsync(Func<HostProcess, Task<bool>>? ready, TimeSpan? within)
    {
        if (_child is not null)
        {
            await _child.DisposeAsync();
        }

        _child = ChildProcess.Start(_start);
        var bound = within ?? TimeSpan.FromSeconds(60);
        try
        {
            var isReady = await Eventually.AsAsync(
                async () => _child.HasExited ? null : (bool?)await (ready?.Invoke(this) ?? IsHealthyAsync()),
                state => state is not false, bound, $"{Name} is ready");
            _ = isReady ?? throw new InvalidOperationException($"{Name} exited with {await _child.ExitAsync(bound)}");
        }
        catch (Exception failure)
        {
            throw new InvalidOperationException($"{failure.Message}\n{Name}'s last output:\n{Output}", failure);
        }
    }
}
