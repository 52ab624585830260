using Microsoft.Extensions.AI;

namespace Workers.Worker.Tests.Agent;

/// <summary>A model that never answers and does not heed its token.</summary>
internal sealed class DeafModel : IChatClient
{
    private readonly TaskCompletionSource<ChatResponse> never = new();

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken) => never.Task;

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
        // nothing is held but a task
    }
}
