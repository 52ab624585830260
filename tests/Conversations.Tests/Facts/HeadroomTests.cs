using StackExchange.Redis;
using Workers.Conversations.Redis;

namespace Workers.Conversations.Tests.Facts;

/// <summary>How full Redis is, when some of its nodes do not say.</summary>
public sealed class HeadroomTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);
    private static readonly TaskCompletionSource<IGrouping<string, KeyValuePair<string, string>>[]> Never = new();
    private readonly HandClock _time = new();

    [Theory]
    [InlineData(null)]
    [InlineData("away")]
    public async Task A_node_that_does_not_answer_refuses_no_submission_to_the_others(string? node)
    {
        var headroom = new MemoryHeadroom(Redis(() => node, () => "50"), _time);
        Assert.False(await LookAsync(headroom));
    }

    [Fact]
    public async Task A_node_behind_one_that_hangs_is_still_seen_to_be_full() =>
        Assert.True(await LookAsync(new MemoryHeadroom(Redis(() => null, () => "90"), _time)));

    [Fact]
    public async Task A_full_node_stays_full_while_it_does_not_answer_and_no_longer()
    {
        string? used = "90";
        var headroom = new MemoryHeadroom(Redis(() => used, () => "50"), _time);
        Assert.True(await LookAsync(headroom));
        used = "away";
        Assert.True(await LookAsync(headroom));
        used = null;
        Assert.True(await LookAsync(headroom));
        used = "50";
        Assert.False(await LookAsync(headroom));
    }

    private async Task<bool> LookAsync(MemoryHeadroom headroom)
    {
        _time.Ticks += TimeSpan.FromSeconds(2).Ticks;
        return await headroom.IsUsedUpAsync(CancellationToken.None).AsTask().WaitAsync(Bound);
    }

    /// <summary>Nodes of 100 bytes each that say how many are used, that hang (null), or that are away.</summary>
    private static IConnectionMultiplexer Redis(params Func<string?>[] used)
    {
        var servers = used.Select((bytes, i) => Interceptor.Around<IServer>(null!, (method, _) => method.Name switch
        {
            "get_IsConnected" => true,
            "get_IsReplica" => false,
            "get_EndPoint" => new System.Net.DnsEndPoint("node", i + 1),
            nameof(IServer.InfoAsync) => InfoAsync(bytes()),
            _ => null,
        })).ToArray();
        return Interceptor.Around<IConnectionMultiplexer>(null!, (method, _) =>
            method.Name == nameof(IConnectionMultiplexer.GetServers) ? servers : null);
    }

    private static Task<IGrouping<string, KeyValuePair<string, string>>[]> InfoAsync(string? used) => used switch
    {
        null => Never.Task,
        "away" => Task.FromException<IGrouping<string, KeyValuePair<string, string>>[]>(
            new TimeoutException("away")),
        _ => Task.FromResult<IGrouping<string, KeyValuePair<string, string>>[]>(
            [.. new Dictionary<string, string> { ["maxmemory"] = "100", ["used_memory"] = used }.GroupBy(_ => "Memory")]),
    };

    /// <summary>Goes on when it is told to; what waits is timed by the real clock.</summary>
    private sealed class HandClock : TimeProvider
    {
        public long Ticks { get; set; } = 1;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Ticks;
    }
}
