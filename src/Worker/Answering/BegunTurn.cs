using Workers.Conversations;

namespace Workers.Worker.Answering;

/// <summary>What a hint led to in this process, and what to do when it is over.</summary>
/// <param name="Turn">The turn to run; null when there is none.</param>
/// <param name="Handover">What begin left to be published.</param>
/// <param name="AskedAt">The time provider's timestamp just before the call that granted the turn.</param>
/// <param name="LeaveAsync">Called when the turn is over.</param>
internal sealed record BegunTurn(Turn? Turn, Handover Handover, long AskedAt = 0, Func<Task>? LeaveAsync = null)
    : IAsyncDisposable
{
    /// <summary>Nothing to run.</summary>
    public static BegunTurn None { get; } = new(null, Handover.Nothing);

    public async ValueTask DisposeAsync()
    {
        if (LeaveAsync is not null)
            await LeaveAsync();
    }
}
