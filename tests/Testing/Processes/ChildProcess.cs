using System.Diagnostics;

namespace Workers.Testing;

/// <summary>A child that dies with this process, can be signalled, and whose output is kept.</summary>
public sealed class ChildProcess : IAsyncDisposable
{
    private static readonly TimeSpan ExitBound = TimeSpan.FromSeconds(30);
    private readonly Process _process;
    private readonly Task _reading;

    private ChildProcess(Process process)
    {
        _process = process;
        _reading = Task.WhenAll(Output.ReadAsync(process.StandardOutput), Output.ReadAsync(process.StandardError));
    }

    /// <summary>What the child printed.</summary>
    public OutputTail Output { get; } = new();

    /// <summary>The child's process id.</summary>
    public int Id => _process.Id;

    /// <summary>True when the child has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Starts a child.</summary>
    public static ChildProcess Start(ChildStart start) => new(Spawner.Start(start));

    /// <summary>Kills (-9) the child and waits until it is gone; fine when it is gone already.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await ExitAsync(ExitBound);
    }

    /// <summary>Asks the child to stop (SIGTERM) without waiting.</summary>
    public void Terminate() => Signal.Send(Id, Signal.Terminate);

    /// <summary>Pauses the child (SIGSTOP).</summary>
    public void Pause() => Signal.Send(Id, Signal.Stop);

    /// <summary>Lets a paused child go on (SIGCONT).</summary>
    public void Continue() => Signal.Send(Id, Signal.Continue);

    /// <summary>
    /// Waits for the child's end and returns its exit code; throws with its last output when it takes longer.
    /// </summary>
    public async Task<int> ExitAsync(TimeSpan within)
    {
        using var bound = new CancellationTokenSource(within);
        try
        {
            await _process.WaitForExitAsync(bound.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"process {Id} still runs after {within}; its last output:\n{Output.Text}");
        }

        return _process.ExitCode;
    }

    internal Task OutputEndAsync(TimeSpan within) => _reading.WaitAsync(within);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        await Task.WhenAny(_reading, Task.Delay(TimeSpan.FromSeconds(1))); // a grandchild may hold the pipes open
        _process.Dispose();
    }
}
