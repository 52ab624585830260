using System.Threading.Channels;
using Microsoft.Extensions.AI;

namespace Workers.Worker.Tests.Answering;

/// <summary>A model whose calls wait until the test answers them.</summary>
internal sealed class HeldModel : IChatClient
{
    private readonly Channel<HeldCall> _calls = Channel.CreateUnbounded<HeldCall>();

    /// <summary>The next call, in the order in which they came.</summary>
    public async Task<HeldCall> CallAsync(TimeSpan within)
    {
        using var limit = new CancellationTokenSource(within);
        return await _calls.Reader.ReadAsync(limit.Token);
    }

    /// <summary>True while no call waits to be looked at.</summary>
    public bool IsIdle => _calls.Reader.Count == 0;

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken)
    {
        var call = new HeldCall(messages.Last().Text, cancellationToken);
        _calls.Writer.TryWrite(call);
        return call.Answer.Task.WaitAsync(cancellationToken);
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
        // nothing is held but tasks
    }
}

/// <summary>A call that waits for its answer.</summary>
internal sealed class HeldCall(string text, CancellationToken cancellation)
{
    public string Text => text;

    public TaskCompletionSource<ChatResponse> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the worker drops the call.</summary>
    public async Task DroppedAsync(TimeSpan within)
    {
        var dropped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = cancellation.Register(() => dropped.TrySetResult());
        await dropped.Task.WaitAsync(within);
    }

    /// <summary>What the client does when the worker drops the call, on whatever thread that comes to it.</summary>
    public void WhenDropped(Action action) => cancellation.Register(action);

    public void Reply(string reply) => Answer.TrySetResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, reply)));
}
