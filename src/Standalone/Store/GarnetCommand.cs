using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Workers.Standalone.Store;

/// <summary>How the Garnet that lies beside this program is started, with all that keeps its data safe.</summary>
internal static class GarnetCommand
{
    /// <summary>
    /// Makes the shell become Garnet, so that its process id is the child's. Before that it leaves a watcher that
    /// reads our pipe: a word means that we ended Garnet, the pipe's end without a word that we died.
    /// Signals to a whole terminal or service are ours to answer: Garnet must outlive what still uses it.
    /// </summary>
    private const string Guard = """
        exec 3<&0 </dev/null >"$1" 2>&1
        shift
        trap '' HUP INT QUIT TERM
        (read -r word <&3 || kill -9 $$) &
        exec 3<&-
        exec "$@"
        """;

    public static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "garnet", "GarnetServer.dll");

    public static ProcessStartInfo For(DataFolder folder, int port)
    {
        var log = folder.At("garnet.log");
        string[] garnet = [Dotnet(), Program, .. Flags(folder.At(""), port)];
        string[] command = OperatingSystem.IsWindows()
            ? [.. garnet, "--file-logger", log, "--disable-console-logger"]
            : ["/bin/sh", "-c", Guard, "sh", log, .. garnet];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        start.Environment["DOTNET_gcServer"] = "0"; // its own default takes a heap for each core
        return start;
    }

    private static string[] Flags(string folder, int port) =>
    [
        "--bind", "127.0.0.1", "--port", $"{port}", "-q",
        "--lua", "--lua-transaction-mode",
        "--aof", "--aof-commit-wait", "--recover", "--checkpointdir", folder,
        "--device-type", "RandomAccess", // the default one wants libaio
    ];

    private static string Dotnet()
    {
        var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        var ours = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", name));
        return File.Exists(ours) ? ours : name;
    }
}
