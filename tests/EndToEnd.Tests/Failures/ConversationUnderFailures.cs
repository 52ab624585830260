using System.Diagnostics;
using System.Globalization;
using Workers.Testing;
using Xunit.Abstractions;

namespace Workers.EndToEnd.Tests.Failures;

/// <summary>The claim at the heart: whatever dies, conversations are answered in order, once, in context.</summary>
[Collection(PoolServers.Name)]
public sealed class ConversationUnderFailures(SharedPoolServers servers, ITestOutputHelper output)
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(3);

    [SkippableFact]
    public Task Sixty_conversations_stay_whole_while_everything_fails_once() => StayWholeAsync(60, 6, 120, rounds: 1);

    [SkippableFact]
    [Trait("Speed", "Long")]
    public Task Two_hundred_conversations_stay_whole_while_everything_fails() =>
        StayWholeAsync(200, 10, 500, rounds: 2);

    private async Task StayWholeAsync(int conversations, int queries, int hot, int rounds)
    {
        var given = Environment.GetEnvironmentVariable("WORKERS_SEED");
        var seed = given is null ? Random.Shared.Next() : int.Parse(given, CultureInfo.InvariantCulture);
        output.WriteLine($"WORKERS_SEED={seed}");
        await using var pool = await StartPoolAsync(seed);
        var faults = new Faults(pool, new Random(seed), output);
        var plan = faults.Plan(rounds);
        var crowd = new Crowd(pool, conversations, queries, hot, phases: plan.Count);
        var watch = Stopwatch.StartNew();
        for (var phase = 0; phase < plan.Count; phase++)
        {
            await faults.WhenBusyAsync(crowd.Open(phase));
            await plan[phase]();
        }

        var accepted = await crowd.AcceptedAsync(Bound);
        var webhooks = await Proof.WebhooksAsync(pool, accepted.Count, Bound);
        output.WriteLine($"{accepted.Count} queries in {watch.Elapsed.TotalSeconds:F0} s; repeated were " +
            $"{pool.Customers.Repeats} submissions, {pool.CallCount - accepted.Count} model calls and " +
            $"{webhooks.Count - accepted.Count} webhooks");

        Assert.Equal((conversations * queries) + hot, accepted.Count);
        await Proof.AllTurnsInOrderAsync(pool, accepted);
        Proof.OneWebhookEach(webhooks, accepted);
        await faults.ReportRecoveriesAsync(accepted);
    }

    private async Task<WorkerPool> StartPoolAsync(int seed)
    {
        var pool = await WorkerPool.StartAsync(servers, ("Worker:Slots", "16"));
        await pool.StartIngressAsync();
        for (var n = 0; n < 3; n++)
        {
            await pool.StartWorkerAsync(await ModelServer.StartAsync(
                TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(50), seed + n));
        }

        return pool;
    }
}
