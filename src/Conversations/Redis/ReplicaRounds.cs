using StackExchange.Redis;

namespace Workers.Conversations.Redis;

/// <summary>One WAIT after the other on one node: all who come while one is on its way share the next.</summary>
internal sealed class ReplicaRounds(IServer node, int replicas)
{
    /// <summary>How long replicas may take. Who comes in the middle of a round waits for its end and for one more.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan MarkerTimeToLive = TimeSpan.FromMinutes(1);
    private readonly Lock gate = new();
    private Task<int> running = Task.FromResult(0);
    private Task<int>? next;

    /// <summary>How many replicas have all that the node had written before this call.</summary>
    /// <param name="key">A key of this node.</param>
    public Task<int> JoinAsync(RedisKey key)
    {
        lock (gate)
            return next ??= AfterAsync(running, Keys.Replicated(key));
    }

    private async Task<int> AfterAsync(Task<int> former, RedisKey marker)
    {
        await Task.Yield(); // so that the caller's assignment comes first
        await ((Task)former).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (gate)
            (running, next) = (next!, null);
        return await RoundAsync(marker).ConfigureAwait(false);
    }

    // WAIT counts what its own connection wrote, so it needs a write there that comes after what is waited for. On a
    // connection that was lost and made anew between the two it would have nothing to count, and could say yes at once:
    // the same id before and after tells that this was not so.
    private async Task<int> RoundAsync(RedisKey marker)
    {
        var before = node.ExecuteAsync("CLIENT", "ID");
        var writing = node.ExecuteAsync("SET", marker, "", "PX", Clock.Milliseconds(MarkerTimeToLive));
        var waiting = node.ExecuteAsync("WAIT", replicas, Clock.Milliseconds(Patience));
        var after = node.ExecuteAsync("CLIENT", "ID");
        await Task.WhenAll(before, writing, waiting, after).ConfigureAwait(false);
        var isSame = (long)await before.ConfigureAwait(false) == (long)await after.ConfigureAwait(false);
        return isSame ? (int)await waiting.ConfigureAwait(false) : 0;
    }
}
