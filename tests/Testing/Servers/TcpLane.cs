namespace Workers.Testing;

/// <summary>Which way bytes go.</summary>
public enum LinkDirection
{
    /// <summary>Both ways.</summary>
    Both,

    /// <summary>What the client says.</summary>
    ToServer,

    /// <summary>What the server answers.</summary>
    ToClient,
}

/// <summary>One direction of a link: bytes flow, wait a while, or wait until it is healed.</summary>
internal sealed class TcpLane
{
    private volatile TaskCompletionSource _flows = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TcpLane() => _flows.SetResult();

    public TimeSpan Delay { get; set; }

    public void Stall()
    {
        if (_flows.Task.IsCompleted)
        {
            _flows = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public void Heal()
    {
        Delay = TimeSpan.Zero;
        _flows.TrySetResult();
    }

    public async Task PassAsync(CancellationToken ended)
    {
        if (Delay is var delay && delay > TimeSpan.Zero)
        {
            await Task.Delay(delay, ended);
        }

        await _flows.Task.WaitAsync(ended);
    }
}
