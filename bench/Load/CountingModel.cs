using System.Globalization;
using Microsoft.Extensions.AI;

namespace Workers.Load;

/// <summary>An agent that costs nothing: it answers with the number of messages that it was shown, which the audit checks.</summary>
internal sealed class CountingModel(TimeSpan wait) : IChatClient
{
    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken)
    {
        if (wait > TimeSpan.Zero)
            await Task.Delay(wait, cancellationToken);
        return new ChatResponse(
            new ChatMessage(ChatRole.Assistant, messages.Count().ToString(CultureInfo.InvariantCulture)));
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
