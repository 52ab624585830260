namespace Workers.Testing;

/// <summary>A RabbitMQ broker of its own: ports, node name, name server (epmd), data and user guest.</summary>
public sealed class RabbitServer : IAsyncDisposable
{
    private static readonly TimeSpan StartBound = TimeSpan.FromSeconds(120);
    private readonly TempFolder _folder;
    private readonly ChildProcess _names;
    private readonly ServerProcess _server;
    private readonly RabbitControl _control;

    private RabbitServer(RabbitNode node, TempFolder folder)
    {
        _folder = folder;
        Port = node.Port;
        ManagementUri = node.ManagementPort is { } port ? new Uri($"http://127.0.0.1:{port}/") : null;
        _names = ChildProcess.Start(node.Names());
        _server = new ServerProcess("rabbitmq-server", node.Server(), WaitUntilReadyAsync, StartBound);
        _control = new RabbitControl(node);
    }

    /// <summary>False when rabbitmq-server is not on this machine.</summary>
    public static bool IsInstalled => RabbitNode.IsInstalled;

    /// <summary>The AMQP port on 127.0.0.1, the same over restarts.</summary>
    public int Port { get; }

    /// <summary>The management plugin's address (user and password guest), when it was asked for.</summary>
    public Uri? ManagementUri { get; }

    /// <summary>The default virtual host.</summary>
    public string ConnectionString => $"amqp://guest:guest@127.0.0.1:{Port}/";

    /// <summary>The broker's process, for its id and output.</summary>
    public ChildProcess Process => _server.Child;

    /// <summary>
    /// Starts a broker, which takes some seconds: share one per test collection, with a virtual host per test.
    /// </summary>
    public static async Task<RabbitServer> StartAsync(bool management = false)
    {
        Needs.Rabbit();
        var folder = new TempFolder();
        var server = new RabbitServer(RabbitNode.Create(folder.Path, management), folder);
        try
        {
            await server._server.StartAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes a virtual host that guest may use, and returns its connection string.</summary>
    public async Task<string> CreateVirtualHostAsync(string name)
    {
        await _control.CreateVirtualHostAsync(name);
        return $"{ConnectionString}{Uri.EscapeDataString(name)}";
    }

    /// <summary>What is in a queue now; null when there is no such queue.</summary>
    public async Task<QueueState?> QueueAsync(string name, string virtualHost = "/") =>
        (await QueuesAsync(virtualHost)).FirstOrDefault(queue => queue.Name == name);

    /// <summary>All queues of a virtual host.</summary>
    public Task<IReadOnlyList<QueueState>> QueuesAsync(string virtualHost = "/") => _control.QueuesAsync(virtualHost);

    /// <summary>Raises the memory alarm: publishers are blocked until it is cleared (or the broker restarts).</summary>
    public Task RaiseMemoryAlarmAsync() => _control.RunAsync("set_vm_memory_high_watermark", "absolute", "1");

    /// <summary>Clears the memory alarm.</summary>
    public Task ClearMemoryAlarmAsync() => _control.RunAsync("set_vm_memory_high_watermark", "0.6");

    /// <summary>
    /// Makes the broker write its queue directory to disk. 3.10 writes it seconds after a quorum queue was declared,
    /// and
    /// a broker killed before that comes back with the queue empty, whatever it had confirmed.
    /// </summary>
    public Task SyncAsync() => _control.RunAsync("eval", "[dets:sync(T) || T <- dets:all()].");

    /// <summary>Runs rabbitmqctl with these arguments and returns its output.</summary>
    public Task<string> ControlAsync(params string[] arguments) => _control.RunAsync(arguments);

    /// <summary>Kills it (-9) and waits until it is gone.</summary>
    public Task KillAsync() => Process.KillAsync();

    /// <summary>Kills it if it runs, and starts it again on the same ports and data.</summary>
    public Task RestartAsync() => _server.StartAsync();

    /// <summary>Pauses it (SIGSTOP).</summary>
    public void Pause() => Process.Pause();

    /// <summary>Lets it go on (SIGCONT).</summary>
    public void Continue() => Process.Continue();

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _names.DisposeAsync();
        _control.Dispose();
        _folder.Dispose();
    }

    private static Task<string> WaitUntilReadyAsync(ChildProcess child, CancellationToken bound) =>
        child.Output.LineAsync(line => line.Contains("completed with"), bound);
}
