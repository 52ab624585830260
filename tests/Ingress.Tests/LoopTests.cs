using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;
using Workers.Ingress.Queries;
using Workers.Testing;

namespace Workers.Ingress.Tests;

/// <summary>An ingress whose store holds what nobody can read.</summary>
public sealed class LoopTests
{
    private static readonly (string, string) Logged = ("Logging:LogLevel:Workers.Ingress", "Error");
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(15);

    [SkippableFact]
    public async Task A_query_that_cannot_be_read_stops_nobody_elses_wait_and_is_logged_once()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var app = await IngressApp.StartAsync(redis.ConnectionString, Logged);
        await app.OpenAsync();
        var faults = Watch(app);
        var (spoiled, sound) = (await app.AcceptedAsync("spoiled"), await app.AcceptedAsync("sound"));
        var view = await app.Store.ReadQueryAsync("acme", spoiled);
        var waiting = app.App.Services.GetRequiredService<QueryWatcher>()
            .WaitForEndAsync(view!, TimeSpan.FromSeconds(6), default);
        await app.Database().StringSetAsync($"{{b{spoiled.Bucket}}}:q:{spoiled}", "no record");
        await app.Database().KeyDeleteAsync($"{{b{spoiled.Bucket}}}:m:acme/spoiled");
        await Eventually.TrueAsync(() => faults.All.Any(Names(spoiled)), Bound, "somebody must know of it");

        var other = app.Client.GetAsync($"/v1/queries/{sound}?wait=20");
        await app.CompleteAsync("sound", sound, "yes");
        Assert.Equal("completed", (await (await other).Json()).GetProperty("status").GetString());
        await Assert.ThrowsAnyAsync<ArgumentException>(() => waiting);
        Assert.Single(faults.All, line => Names(spoiled)(line));
    }

    [SkippableFact]
    public async Task A_count_that_cannot_be_read_is_logged_once_and_tried_again()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var app = await IngressApp.StartAsync(redis.ConnectionString, Logged);
        await app.OpenAsync();
        var faults = Watch(app);
        await app.Database().HashSetAsync("{b0}:counts", "spoiled", "no number");
        await Eventually.TrueAsync(() => faults.All.Any(IsCount), Bound, "somebody must know of it");

        var before = await LooksAsync(app, tenants: 2);
        await Eventually.TrueAsync(async () => await LooksAsync(app, tenants: 2) >= before + 2, Bound, "it goes on");
        Assert.Single(faults.All, IsCount);
    }

    [SkippableFact]
    public async Task A_look_at_what_waits_costs_no_more_with_a_hundred_tenants_than_with_ten()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var app = await IngressApp.StartAsync(redis.ConnectionString,
            [.. Enumerable.Range(0, 100).Select(i => ($"Tenants:t{i}:ApiKeys:0", $"key-{i}"))]);
        await Eventually.TrueAsync(async () => await LooksAsync(app, tenants: 10) >= 1, Bound, "it looks");
        Assert.InRange(await LooksAsync(app, tenants: 10), 1, 2);
    }

    // What is sorted is counted by nobody else: once in each bucket, and twice more for each tenant.
    private static async Task<double> LooksAsync(IngressApp app, int tenants)
    {
        var stats = (string?)await app.Database().ExecuteAsync("INFO", "commandstats") ?? "";
        var calls = Regex.Match(stats, @"cmdstat_zcard:calls=(\d+)").Groups[1].Value;
        return calls.Length == 0 ? 0 : int.Parse(calls, CultureInfo.InvariantCulture) / (64.0 * (1 + 2 * tenants));
    }

    private static Func<string, bool> Names(object id) => line => line.Contains($"{id} cannot", StringComparison.Ordinal);

    private static bool IsCount(string line) => line.Contains("cannot be counted", StringComparison.Ordinal);

    private static Faults Watch(IngressApp app)
    {
        var faults = new Faults();
        app.App.Services.GetRequiredService<ILoggerFactory>().AddProvider(faults);
        return faults;
    }
}
