using System.Globalization;
using Microsoft.Extensions.AI;

namespace Workers.Load;

/// <summary>An agent that costs nothing: it answers with the number of messages that it was shown, which the audit
/// checks. Its first turns wait until it is let go, so that a worker's start is not measured.</summary>
/// <param name="wait">How long each answer takes.</param>
/// <param name="first">Turns that wait to be let go.</param>
/// <param name="all">Turns of the whole round.</param>
internal sealed class CountingModel(TimeSpan wait, int first, int all) : IChatClient
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource go = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int asked;

    /// <summary>Called with every turn that asks.</summary>
    public Action? WhenAsked { get; init; }

    /// <summary>Turns that have asked so far.</summary>
    public int Asked => Volatile.Read(ref asked);

    /// <summary>Returns when the first turns wait.</summary>
    public Task ReadyAsync() => ready.Task.WaitAsync(Patience);

    public void LetGo() => go.TrySetResult();

    /// <summary>Returns when every turn was asked; its commit may still be on the way.</summary>
    public Task AnsweredAsync() => answered.Task.WaitAsync(Patience);

    public static string AnswerTo(int messages) => messages.ToString(CultureInfo.InvariantCulture);

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken)
    {
        var number = Interlocked.Increment(ref asked);
        WhenAsked?.Invoke();
        if (number == first)
            ready.TrySetResult();
        if (number == all)
            answered.TrySetResult();
        if (!go.Task.IsCompleted)
            await go.Task.WaitAsync(cancellationToken);
        if (wait > TimeSpan.Zero)
            await Task.Delay(wait, cancellationToken);
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, AnswerTo(messages.Count())));
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
        // nothing is held
    }
}
