namespace Workers.Testing;

/// <summary>
/// A redis-server with an append-only file that is synced on each write, on a port and in a folder of its own.
/// </summary>
public sealed class RedisServer : IAsyncDisposable
{
    private static readonly string? Program = Executable.Find("redis-server");
    private readonly TempFolder _folder = new();
    private readonly ServerProcess _server;

    private RedisServer(string[] arguments)
    {
        var start = new ChildStart(Program ?? "redis-server",
        [
            "--bind", "127.0.0.1", "--port", $"{Port}", "--dir", _folder.Path, "--save", "",
            "--appendonly", "yes", "--appendfsync", "always", "--enable-debug-command", "local", .. arguments,
        ],
            _folder.Path);
        _server = new ServerProcess("redis-server", start,
            (child, bound) => child.Output.LineAsync(line => line.Contains("Ready to accept connections"), bound),
            TimeSpan.FromSeconds(20));
    }

    /// <summary>False when redis-server is not on this machine.</summary>
    public static bool IsInstalled => Program is not null;

    /// <summary>The port on 127.0.0.1, the same over restarts.</summary>
    public int Port { get; } = FreePort.Next();

    /// <summary>For StackExchange.Redis.</summary>
    public string ConnectionString => $"127.0.0.1:{Port}";

    /// <summary>The process, for its id and output.</summary>
    public ChildProcess Process => _server.Child;

    /// <summary>
    /// Starts a server; <paramref name="arguments"/> are redis-server's, such as <c>"--maxmemory", "20mb"</c>.
    /// </summary>
    public static async Task<RedisServer> StartAsync(params string[] arguments)
    {
        Needs.Redis();
        var server = new RedisServer(arguments);
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
}
