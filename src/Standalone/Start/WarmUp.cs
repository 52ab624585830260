using Workers.Conversations;
using Workers.Conversations.Redis;

namespace Workers.Standalone.Start;

/// <summary>Takes a query of its own through the store before the server listens: a cold store and cold code need seconds
/// on a slow machine, and a newcomer's first query should not wait for them. No model is asked, and nothing is left.</summary>
internal sealed class WarmUp(ConversationStore store, TimeProvider time) : IHostedService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        while (!both.IsCancellationRequested && !await TryAsync(both.Token))
            await Task.Delay(Pause, time, both.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<bool> TryAsync(CancellationToken cancellation)
    {
        try
        {
            await RehearseAsync(new ConversationRef("warm-up", Guid.NewGuid().ToString("N")), cancellation);
            return true;
        }
        catch (Exception notYet) when (StoreOutage.Covers(notYet) || notYet is OperationCanceledException)
        {
            return false;
        }
    }

    private async Task RehearseAsync(ConversationRef conversation, CancellationToken cancellation)
    {
        var id = QueryId.New(conversation);
        var expired = new QueryContent
        {
            ConversationId = conversation.Id, Text = "Are you there?", ExpiresAt = DateTimeOffset.UnixEpoch.AddDays(1),
        };
        var submission = await store.SubmitAsync(conversation, id, expired, 1, cancellation);
        if (submission is Submission.Accepted { Next: { } hint })
            await store.BeginAsync(hint, "warm-up", maySuspect: false, contextTurns: 1, cancellation);
        await store.ReadQueryAsync(conversation.Tenant, id, cancellation);
        await store.EraseAsync(conversation, cancellation);
    }
}
