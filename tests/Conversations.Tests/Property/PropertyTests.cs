using System.Globalization;
using StackExchange.Redis;
using Workers.Testing;
using Xunit.Abstractions;

namespace Workers.Conversations.Tests.Property;

/// <summary>Random interleavings of everything that can happen to conversations, against a plain model. A failure prints its
/// seed; <c>WORKERS_SEED</c> runs that one alone.</summary>
public sealed class PropertyTests(ITestOutputHelper output)
{
    private const int Lanes = 4;
    private const int Steps = 60;

    [SkippableFact]
    public Task Any_interleaving_keeps_the_invariants() => HoldsAsync(runs: 250);

    [SkippableFact]
    [Trait("Speed", "Long")]
    public Task Any_of_many_more_interleavings_keeps_the_invariants() => HoldsAsync(runs: 4_000);

    [SkippableFact]
    public async Task A_killed_and_restarted_Redis_keeps_the_invariants()
    {
        await using var server = await RedisServer.StartAsync();
        await using var redis = await ConnectAsync(server.ConnectionString, 0);
        foreach (var seed in Seeds(4))
        {
            async Task RestartAsync()
            {
                await server.RestartAsync();
                await Eventually.TrueAsync(
                    async () => await redis.GetDatabase().PingAsync() > TimeSpan.Zero, TimeSpan.FromSeconds(20), "Redis is back");
            }
            var world = new World(redis, seed) { Restart = RestartAsync, RestartsAfter = 20 + seed % 30 };
            if (await FailureAsync(world, seed) is { } failure)
                Assert.Fail(failure);
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Mutants.Names), MemberType = typeof(Mutants))]
    public async Task The_property_test_catches(string mutant)
    {
        await using var server = await StartAsync();
        var failure = await FirstFailureAsync(server, Mutants.Of(mutant), Enumerable.Range(1, 300));
        Assert.True(failure is not null, $"'{mutant}' was not caught");
        output.WriteLine(failure);
    }

    private static async Task HoldsAsync(int runs)
    {
        await using var server = await StartAsync();
        if (await FirstFailureAsync(server, null, Seeds(runs)) is { } failure)
            Assert.Fail(failure);
    }

    /// <summary>Nothing is synced: these runs are about order, not about durability.</summary>
    private static Task<RedisServer> StartAsync() => RedisServer.StartAsync("--appendfsync", "no");

    private static IEnumerable<int> Seeds(int runs) =>
        Environment.GetEnvironmentVariable("WORKERS_SEED") is { Length: > 0 } seed
            ? [int.Parse(seed, CultureInfo.InvariantCulture)]
            : Enumerable.Range(Random.Shared.Next(1_000_000_000), runs);

    /// <summary>Runs side by side, each lane in a database of its own.</summary>
    private static async Task<string?> FirstFailureAsync(
        RedisServer server, Func<string, string>? mutation, IEnumerable<int> seeds)
    {
        var lanes = seeds.Select((seed, i) => (seed, i)).GroupBy(run => run.i % Lanes, run => run.seed);
        string? failure = null;
        await Task.WhenAll(lanes.Select(async lane =>
        {
            await using var redis = await ConnectAsync(server.ConnectionString, lane.Key);
            foreach (var seed in lane)
            {
                if (failure is not null)
                    return;
                if (await FailureAsync(new World(redis, seed, mutation), seed) is { } found)
                    failure = found;
            }
        }));
        return failure;
    }

    private static async Task<string?> FailureAsync(World world, int seed)
    {
        try
        {
            await world.RunAsync(Steps);
            return null;
        }
        catch (Exception exception) when (exception is BrokenException or RedisServerException)
        {
            return $"WORKERS_SEED={seed}: {exception.Message}\n{world.Trace}";
        }
    }

    private static Task<ConnectionMultiplexer> ConnectAsync(string connection, int database) =>
        ConnectionMultiplexer.ConnectAsync($"{connection},defaultDatabase={database},allowAdmin=true,abortConnect=false");
}
