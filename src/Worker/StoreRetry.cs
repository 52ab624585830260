using Workers.Conversations.Redis;

namespace Workers.Worker;

/// <summary>Repeats a call while Redis is away, for a while or to the drain's last word; then due times
/// repair.</summary>
internal sealed class StoreRetry(Drain drain, TimeProvider time)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <summary>What the store answered, or the default if it did not; twice must be the same as once.</summary>
    public async Task<T?> UntilAnsweredAsync<T>(Func<CancellationToken, Task<T>> call, TimeSpan patience)
    {
        using var limit = new CancellationTokenSource(patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, drain.LastWord);
        for (var wait = First; !both.IsCancellationRequested; wait = wait * 2 < Longest ? wait * 2 : Longest)
        {
            try
            {
                return await call(both.Token);
            }
            catch (Exception outage) when (StoreOutage.Covers(outage))
            {
                await Task.Delay(wait, time, both.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException) when (both.IsCancellationRequested)
            {
                break;
            }
        }

        return default;
    }
}
