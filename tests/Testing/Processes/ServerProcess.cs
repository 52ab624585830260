namespace Workers.Testing;

/// <summary>A server that can be killed and started again in the same place; a start ends when it is ready.</summary>
/// <param name="name">What failure messages call it.</param>
/// <param name="start">The same for each start.</param>
/// <param name="ready">Completes when the server serves.</param>
/// <param name="within">Bound of a start.</param>
internal sealed class ServerProcess(
    string name, ChildStart start, Func<ChildProcess, CancellationToken, Task> ready, TimeSpan within)
    : IAsyncDisposable
{
    private ChildProcess? _child;

    public ChildProcess Child => _child ?? throw new InvalidOperationException($"{name} was not started");

    public async Task StartAsync()
    {
        if (_child is { } former)
        {
            await former.DisposeAsync();
        }

        _child = ChildProcess.Start(start);
        using var bound = new CancellationTokenSource(within);
        var exited = _child.ExitAsync(within + within);
        var serving = ready(_child, bound.Token);
        try
        {
            if (await Task.WhenAny(serving, exited) == exited)
            {
                throw new InvalidOperationException($"it exited with {await exited}");
            }

            await serving;
        }
        catch (Exception failure)
        {
            await _child.KillAsync();
            throw new InvalidOperationException(
                $"{name} did not start within {within}: {failure.Message}\nIts last output:\n{_child.Output.Text}",
                failure);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_child is not null)
        {
            await _child.DisposeAsync();
        }
    }
}
