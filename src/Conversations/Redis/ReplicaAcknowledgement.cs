using System.Collections.Concurrent;
using System.Net;
using StackExchange.Redis;

namespace Workers.Conversations.Redis;

/// <summary>
/// Waits until enough replicas have what was written last, so that a failover does not lose a submission. WAIT holds
/// up all that comes after it on its connection: it has one of its own, made when it is needed first.
/// </summary>
internal sealed class ReplicaAcknowledgement(IConnectionMultiplexer redis, int replicas)
{
    private readonly ConcurrentDictionary<EndPoint, ReplicaRounds> nodes = new();
    private readonly Lazy<Task<ConnectionMultiplexer>> own = new(() => ConnectAsync(redis.Configuration));

    public async Task WaitAsync(RedisKey key, CancellationToken cancellation)
    {
        if (replicas == 0)
            return;
        var connection = await own.Value.WaitAsync(cancellation).ConfigureAwait(false);
        var server = connection.GetServer(key, flags: CommandFlags.DemandMaster);
        var rounds = nodes.GetOrAdd(server.EndPoint, _ => new ReplicaRounds(server, replicas));
        var reached = await rounds.JoinAsync(key).WaitAsync(cancellation).ConfigureAwait(false);
        if (reached < replicas)
            throw new TimeoutException("Too few replicas have the submission; whether it survives a failover is unknown.");
    }

    private static async Task<ConnectionMultiplexer> ConnectAsync(string configuration)
    {
        var options = ConfigurationOptions.Parse(configuration);
        options.AbortOnConnectFail = false;
        options.AllowAdmin = true; // the library takes CLIENT for an admin's command
        options.BacklogPolicy = BacklogPolicy.FailFast;
        options.AsyncTimeout = 2 * (int)ReplicaRounds.Patience.TotalMilliseconds;
        return await ConnectionMultiplexer.ConnectAsync(options).ConfigureAwait(false);
    }
}
