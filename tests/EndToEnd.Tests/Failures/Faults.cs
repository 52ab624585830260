using Workers.Testing;
using Xunit.Abstractions;

namespace Workers.EndToEnd.Tests.Failures;

/// <summary>What goes wrong: each fault strikes while turns run. The seed draws order, moments, victims.</summary>
internal sealed class Faults(WorkerPool pool, Random random, ITestOutputHelper output)
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(90);
    private readonly List<(PoolWorker Victim, DateTimeOffset At)> _deaths = [];

    /// <summary>All faults in a drawn order, so many times.</summary>
    public IReadOnlyList<Func<Task>> Plan(int rounds)
    {
        Func<Task>[] all =
        [
            KillWorkerAsync, PauseWorkerAsync, KillIngressAsync, KillRabbitAsync, KillRedisAsync, AlarmAsync,
        ];
        return [.. Enumerable.Range(0, rounds).SelectMany(_ =>
        {
            var round = all.ToArray();
            random.Shuffle(round);
            return round;
        })];
    }

    /// <summary>Waits until the models were asked a drawn number of times since they had had so many calls.</summary>
    public Task WhenBusyAsync(int calls)
    {
        var wanted = calls + random.Next(3, 15);
        return Eventually.TrueAsync(() => pool.CallCount >= wanted, Bound, "turns run");
    }

    /// <summary>Prints how long the turns that died with their worker waited until somebody else began them.</summary>
    public async Task ReportRecoveriesAsync(IReadOnlyList<Accepted> accepted)
    {
        var ids = accepted.ToDictionary(query => query.Text, query => query.Id);
        foreach (var (victim, at) in _deaths)
        {
            var waits = new List<double>();
            var before = victim.Model.Calls.Where(call => call.At < at);
            foreach (var text in before.Select(call => call.LastUserText).Distinct())
            {
                var again = pool.Calls.FirstOrDefault(call => call.At > at && call.LastUserText == text);
                if (again is not null && (await pool.Customers.ReadAsync(ids[text])).EndedAt > at)
                {
                    waits.Add((again.At - at).TotalSeconds);
                }
            }

            output.WriteLine($"worker {Number(victim)} died with {waits.Count} turns; they went on after " +
                string.Join(' ', waits.Order().Select(wait => $"{wait:F1}")) + " s");
        }
    }

    private async Task KillWorkerAsync()
    {
        var victim = Draw();
        output.WriteLine($"kill -9 of worker {Number(victim)}");
        _deaths.Add((victim, DateTimeOffset.UtcNow));
        await victim.Host.RestartAsync();
    }

    private async Task PauseWorkerAsync()
    {
        var (victim, held) = await HoldATurnAsync();
        output.WriteLine($"worker {Number(victim)} is paused past its lease");
        var refused = await RefusedAsync(victim);
        victim.Host.Sigstop();
        try
        {
            await Eventually.TrueAsync(
                () => pool.Calls.Count(call => call.LastUserText == held.LastUserText) > 1, Bound, "it is taken over");
            victim.Model.Release();
        }
        finally
        {
            victim.Host.Sigcont();
        }

        await Eventually.TrueAsync(
            async () => await RefusedAsync(victim) > refused, Bound, "what came too late is refused and counted");
        output.WriteLine($"{await RefusedAsync(victim) - refused} of its turns were refused");
    }

    // The first worker whose model is asked now is the victim; the others go on.
    private async Task<(PoolWorker Victim, ModelCall Held)> HoldATurnAsync()
    {
        foreach (var worker in pool.Workers)
        {
            worker.Model.Hold();
        }

        var now = DateTimeOffset.UtcNow; // who asks from now on is held
        var asked = pool.Workers.Select(worker => worker.Model.CallAsync(call => call.At > now, Bound)).ToList();
        var first = asked.IndexOf(await Task.WhenAny(asked));
        foreach (var worker in pool.Workers.Where(worker => worker != pool.Workers[first]))
        {
            worker.Model.Release();
        }

        return (pool.Workers[first], await asked[first]);
    }

    private async Task KillIngressAsync()
    {
        output.WriteLine("kill -9 of an ingress");
        await pool.Ingresses[random.Next(pool.Ingresses.Count)].RestartAsync();
    }

    private async Task KillRabbitAsync()
    {
        output.WriteLine("kill -9 of RabbitMQ");
        await pool.Servers.KillRabbitAsync();
        await pool.Servers.Rabbit.RestartAsync();
    }

    private async Task KillRedisAsync()
    {
        output.WriteLine("kill -9 of Redis");
        await pool.Servers.Redis.RestartAsync();
    }

    private async Task AlarmAsync()
    {
        output.WriteLine("a memory alarm for a lease");
        await pool.Servers.Rabbit.RaiseMemoryAlarmAsync();
        await Task.Delay(WorkerPool.Lease); // the fault itself
        await pool.Servers.Rabbit.ClearMemoryAlarmAsync();
    }

    private static async Task<double> RefusedAsync(PoolWorker worker) =>
        await worker.Host.MetricAsync("workers_fenced_total") +
        await worker.Host.MetricAsync("""workers_turns_total{outcome="lost"}""");

    private PoolWorker Draw() => pool.Workers[random.Next(pool.Workers.Count)];

    private int Number(PoolWorker worker) => 1 + pool.Workers.ToList().IndexOf(worker);
}
