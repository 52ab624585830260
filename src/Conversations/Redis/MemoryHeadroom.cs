using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using StackExchange.Redis;

namespace Workers.Conversations.Redis;

/// <summary>Knows whether Redis has used so much of its memory that submissions have to be refused: what was accepted
/// needs the rest to end in.</summary>
internal sealed class MemoryHeadroom(IConnectionMultiplexer redis, TimeProvider time)
{
    private const double SubmissionsMayUse = 0.85;
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500); // a submission waits for the answers
    private readonly ConcurrentDictionary<EndPoint, bool> isFull = [];
    private long lookedAt;
    private volatile bool usedUp;

    public async ValueTask<bool> IsUsedUpAsync(CancellationToken cancellation)
    {
        var last = Interlocked.Read(ref lookedAt);
        if (last != 0 && time.GetElapsedTime(last) < LookEvery)
            return usedUp;
        if (Interlocked.CompareExchange(ref lookedAt, time.GetTimestamp(), last) != last)
            return usedUp;
        var servers = redis.GetServers().Where(server => server is { IsConnected: true, IsReplica: false });
        var full = await Task.WhenAll(servers.Select(server => IsFullAsync(server, cancellation))).ConfigureAwait(false);
        return usedUp = full.Contains(true);
    }

    /// <summary>A node that does not answer is as full as it last was: it must refuse nothing to the others.</summary>
    private async Task<bool> IsFullAsync(IServer server, CancellationToken cancellation)
    {
        try
        {
            var info = await server.InfoAsync("memory").WaitAsync(Patience, time, cancellation).ConfigureAwait(false);
            return isFull[server.EndPoint] = Share(info) >= SubmissionsMayUse;
        }
        catch (Exception outage) when (StoreOutage.Covers(outage))
        {
            return isFull.GetValueOrDefault(server.EndPoint);
        }
    }

    private static double Share(IGrouping<string, KeyValuePair<string, string>>[] info)
    {
        var memory = info.SelectMany(section => section).ToLookup(line => line.Key, line => line.Value);
        var limit = Number(memory["maxmemory"]);
        return limit > 0 ? Number(memory["used_memory"]) / limit : 0;
    }

    private static double Number(IEnumerable<string> values) =>
        double.TryParse(values.FirstOrDefault(), CultureInfo.InvariantCulture, out var number) ? number : 0;
}
