namespace Workers.Worker.Delivery;

/// <summary>Those who wait for somebody to leave: first come, first served.</summary>
/// <remarks>Not safe to use at once: <see cref="Endpoints"/> guards it.</remarks>
internal sealed class WaitingLine
{
    private readonly Queue<TaskCompletionSource<bool>> turns = new();

    public TaskCompletionSource<bool> Join()
    {
        var turn = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        turns.Enqueue(turn);
        return turn;
    }

    /// <summary>Tells the first who still waits.</summary>
    public void Next()
    {
        while (turns.TryDequeue(out var first) && !first.TrySetResult(true))
            continue; // gave up
    }

    /// <summary>False when the limit came before the turn.</summary>
    public static async Task<bool> ComesAsync(TaskCompletionSource<bool> turn, CancellationToken limit)
    {
        await using var over = limit.UnsafeRegister(_ => turn.TrySetResult(false), null);
        return await turn.Task;
    }
}
