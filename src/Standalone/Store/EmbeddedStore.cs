using System.Diagnostics;
using System.Net.Sockets;
using Workers.Hosting.Options;

namespace Workers.Standalone.Store;

/// <summary>
/// A Garnet server (Redis' protocol) as our child, with its data in our folder. Ending it is a kill: what it has
/// acknowledged is on the disk. Dispose it after everything that uses it.
/// </summary>
internal sealed class EmbeddedStore : IDisposable
{
    private static readonly TimeSpan ExitBound = TimeSpan.FromSeconds(10);

    // A script, not a PING: the first one takes long, and so it is not the first caller who waits for it.
    private static readonly byte[] FirstScript =
        "*3\r\n$4\r\nEVAL\r\n$8\r\nreturn 1\r\n$1\r\n0\r\n"u8.ToArray();

    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(50);
    private Process? _garnet;
    private int _port;

    /// <summary>For StackExchange.Redis.</summary>
    public string ConnectionString => $"127.0.0.1:{_port},asyncTimeout=2500,syncTimeout=2500";

    /// <summary>What the server had to say.</summary>
    public string Log { get; private set; } = "";

    /// <summary>Starts the server on a free port, without waiting until it is ready.</summary>
    public void Start(DataFolder folder)
    {
        if (!File.Exists(GarnetCommand.Program))
            throw new ConfigurationException(
                $"The embedded store is not at {GarnetCommand.Program}: build again, or set ConnectionStrings:Redis.");

        FormerServer.End(folder);
        (_port, Log) = (LoopbackPort.Find(), folder.At("garnet.log"));
        _garnet = Process.Start(GarnetCommand.For(folder, _port))!;
        FormerServer.Remember(folder, _garnet);
    }

    /// <summary>Completes when the server answers; throws when it has ended instead, or is not ready in time.</summary>
    public async Task ReadyAsync(TimeSpan within, CancellationToken cancellation)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bound.CancelAfter(within);
        try
        {
            while (!await AnswersAsync(bound.Token))
                await Task.Delay(LookAgain, bound.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new ConfigurationException($"The embedded store does not answer after {within}; its log is {Log}.");
        }
    }

    /// <summary>Completes when the server has ended by itself.</summary>
    public Task ExitAsync(CancellationToken cancellation) => _garnet!.WaitForExitAsync(cancellation);

    /// <inheritdoc />
    public void Dispose()
    {
        if (_garnet is null)
            return;
        _garnet.Kill();
        _garnet.WaitForExit(ExitBound);
        Dismiss(_garnet.StandardInput);
        _garnet.Dispose();
        _garnet = null;
    }

    private async Task<bool> AnswersAsync(CancellationToken cancellation)
    {
        if (_garnet!.HasExited)
            throw new ConfigurationException($"The embedded store ended at its start; its log is {Log}.");
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", _port, cancellation);
            await client.GetStream().WriteAsync(FirstScript, cancellation);
            var answer = new byte[2];
            await client.GetStream().ReadExactlyAsync(answer, cancellation);
            return answer.AsSpan().SequenceEqual(":1"u8);
        }
        catch (Exception notYet) when (notYet is SocketException or IOException)
        {
            return false;
        }
    }

    private static void Dismiss(StreamWriter watcher)
    {
        try
        {
            watcher.WriteLine("ended");
            watcher.Dispose();
        }
        catch (IOException)
        {
            // nobody watches
        }
    }
}
