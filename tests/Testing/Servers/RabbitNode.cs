namespace Workers.Testing;

/// <summary>
/// A broker's place: its ports, its folder, and how its programs are started so that nodes do not meet.
/// </summary>
internal sealed record RabbitNode(string Folder, int Port, int? ManagementPort)
{
    private const string Bin = "/usr/lib/rabbitmq/bin";
    private readonly int _namesPort = FreePort.Next();
    private readonly int _distributionPort = FreePort.Next();
    private readonly int _controlPort = FreePort.Next();

    public static bool IsInstalled => File.Exists($"{Bin}/rabbitmq-server") && Executable.Find("epmd") is not null;

    public static RabbitNode Create(string folder, bool management)
    {
        var node = new RabbitNode(folder, FreePort.Next(), management ? FreePort.Next() : null);
        File.WriteAllText(Path.Combine(folder, "rabbitmq.config"), node.Settings());
        File.WriteAllText(Path.Combine(folder, "plugins"), management ? "[rabbitmq_management]." : "[].");
        return node;
    }

    /// <summary>The name server in the foreground, so that it is our child and ends with us.</summary>
    public ChildStart Names() => new("epmd", ["-port", $"{_namesPort}", "-address", "127.0.0.1"], Folder);

    public ChildStart Server() => new($"{Bin}/rabbitmq-server", [], Folder) { Environment = Variables() };

    public ChildStart Control(params string[] arguments) =>
        new($"{Bin}/rabbitmqctl", ["--quiet", .. arguments], Folder) { Environment = Variables() };

    // quorum queues publish their figures at each tick: 5 s by default, far too old for a test
    private string Settings() => $$"""
        [{rabbit, [
           {tcp_listeners, [{"127.0.0.1", {{Port}}}]},
           {disk_free_limit, 1000000},
           {quorum_tick_interval, 100},
           {log, [{file, [{file, false}]}, {console, [{enabled, true}, {level, info}]}]}]},
         {rabbitmq_management, [{tcp_config, [{ip, "127.0.0.1"}, {port, {{ManagementPort ?? 0}}}]}]}].
        """;

    private Dictionary<string, string?> Variables() => new()
    {
        ["HOME"] = Folder,
        ["ERL_EPMD_PORT"] = $"{_namesPort}",
        ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
        ["RABBITMQ_NODENAME"] = $"workers{Port}@localhost",
        ["RABBITMQ_DIST_PORT"] = $"{_distributionPort}",
        ["RABBITMQ_CTL_DIST_PORT_MIN"] = $"{_controlPort}",
        ["RABBITMQ_CTL_DIST_PORT_MAX"] = $"{_controlPort}",
        ["RABBITMQ_CONFIG_FILE"] = Path.Combine(Folder, "rabbitmq.config"),
        ["RABBITMQ_CONF_ENV_FILE"] = Path.Combine(Folder, "no-such-file"),
        ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(Folder, "plugins"),
        ["RABBITMQ_MNESIA_BASE"] = Path.Combine(Folder, "data"),
        ["RABBITMQ_LOG_BASE"] = Path.Combine(Folder, "log"),
        ["RUNNING_UNDER_SYSTEMD"] = "true", // the script then becomes the broker: a kill -9 meets the broker itself
        ["NOTIFY_SOCKET"] = null,
        ["LANG"] = "C.UTF-8",
    };
}
