using System.Text.Json;

namespace Workers.Testing;

/// <summary>
/// The Garnet of the repository's tool manifest, as Standalone runs it: Lua, append-only file, recovery.
/// </summary>
public sealed class GarnetServer : IAsyncDisposable
{
    private static readonly string? Program = FindTool();
    private readonly TempFolder _folder = new();
    private readonly ServerProcess _server;

    private GarnetServer(string[] arguments)
    {
        var start = new ChildStart("dotnet",
        [
            Program!, "--bind", "127.0.0.1", "--port", $"{Port}", "--lua", "--lua-transaction-mode", "--aof",
            "--aof-commit-wait", "--recover", "--checkpointdir", _folder.Path, "--device-type", "RandomAccess",
            .. arguments,
        ],
            _folder.Path);
        _server = new ServerProcess("garnet-server", start,
            (child, bound) => child.Output.LineAsync(line => line.Contains("Ready to accept connections"), bound),
            TimeSpan.FromSeconds(30));
    }

    /// <summary>False when the tool was not restored.</summary>
    public static bool IsInstalled => Program is not null;

    /// <summary>The port on 127.0.0.1, the same over restarts.</summary>
    public int Port { get; } = FreePort.Next();

    /// <summary>For StackExchange.Redis.</summary>
    public string ConnectionString => $"127.0.0.1:{Port}";

    /// <summary>The process, for its id and output.</summary>
    public ChildProcess Process => _server.Child;

    /// <summary>Starts a server; <paramref name="arguments"/> are garnet-server's.</summary>
    public static async Task<GarnetServer> StartAsync(params string[] arguments)
    {
        Needs.Garnet();
        var server = new GarnetServer(arguments);
        await server._server.StartAsync();
        return server;
    }

    /// <summary>Kills it (-9) and waits until it is gone.</summary>
    public Task KillAsync() => Process.KillAsync();

    /// <summary>Kills it if it runs, and starts it again on the same port and data.</summary>
    public Task RestartAsync() => _server.StartAsync();

    /// <summary>Pauses it (SIGSTOP).</summary>
    public void Pause() => Process.Pause();

    /// <summary>Lets it go on (SIGCONT).</summary>
    public void Continue() => Process.Continue();

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    private static string? FindTool()
    {
        using var manifest = JsonDocument.Parse(File.ReadAllText(Checkout.File(".config", "dotnet-tools.json")));
        var version = manifest.RootElement.GetProperty("tools").GetProperty("garnet-server").GetProperty("version");
        var packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        var program = Path.Combine(
            packages, "garnet-server", version.GetString()!, "tools", "net10.0", "any", "GarnetServer.dll");
        return File.Exists(program) ? program : null;
    }
}
