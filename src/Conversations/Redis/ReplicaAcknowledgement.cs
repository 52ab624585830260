using StackExchange.Redis;

namespace Workers.Conversations.Redis;

/// <summary>Waits until enough replicas have what was written last, so that a failover does not lose a submission.</summary>
internal sealed class ReplicaAcknowledgement(IConnectionMultiplexer redis, int replicas)
{
    private const int PatienceMilliseconds = 1000;

    public async Task WaitAsync(RedisKey key, CancellationToken cancellation)
    {
        if (replicas == 0)
            return;
        var endpoint = await redis.GetDatabase().IdentifyEndpointAsync(key).WaitAsync(cancellation).ConfigureAwait(false)
            ?? throw new TimeoutException("No Redis server holds the query's bucket now.");
        var reached = (int)await redis.GetServer(endpoint).ExecuteAsync("WAIT", replicas, PatienceMilliseconds)
            .WaitAsync(cancellation).ConfigureAwait(false);
        if (reached < replicas)
            throw new TimeoutException("Too few replicas have the submission; whether it survives a failover is unknown.");
    }
}
