using System.Diagnostics;
using Workers.Testing;

namespace Workers.Load.Figures;

/// <summary>How long a killed worker's turns stand still: from kill -9 to the model's call by another worker.</summary>
internal sealed class Recovery : IFigure
{
    private const int Queries = 48;
    private const double Grace = 2;
    private static readonly int[] LeaseSeconds = [2, 10];
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(90);

    public string Name => "recovery";

    public async Task<Finding> MeasureAsync(LoadPlan plan, Servers servers)
    {
        var found = new List<(int Lease, Times Times)>();
        foreach (var lease in LeaseSeconds)
            found.Add((lease, await OfLeaseAsync(plan, servers, lease)));
        return new Finding(
            string.Join("; ", found.Select(one => $"lease {one.Lease} s: {one.Times}")),
            new { rounds = plan.Rounds, leases = found.Select(one => new { leaseSeconds = one.Lease, killToCall = one.Times }) },
            [.. found.Select(one =>
                Aim.AtMost($"killToCall.p99Ms, lease {one.Lease} s", one.Times.P99Ms, (one.Lease + Grace) * 1000))]);
    }

    private static async Task<Times> OfLeaseAsync(LoadPlan plan, Servers servers, int lease)
    {
        (string, string)[] settings = [("Worker:Lease", $"{lease}s"), ("Worker:Roles", "agent")];
        await using var ingress = await Processes.StartIngressAsync(servers, settings);
        using var customer = new Customer(ingress);
        await using var heirModel = await NumberedModel.StartAsync();
        await using var heir = await Processes.StartWorkerAsync(servers, heirModel, settings);
        var samples = new List<TimeSpan>();
        for (var round = 0; round <= plan.Rounds; round++) // the first one warms the heir up
        {
            await using var victimModel = await NumberedModel.StartAsync();
            await using var victim = await Processes.StartWorkerAsync(servers, victimModel, settings);
            var times = await RoundAsync($"lease-{lease}-{round}", customer, victim, victimModel, heirModel);
            samples.AddRange(round == 0 ? [] : times);
        }

        return Times.Of(samples);
    }

    private static async Task<IReadOnlyList<TimeSpan>> RoundAsync(
        string name, Customer customer, HostProcess victim, NumberedModel victimModel, NumberedModel heirModel)
    {
        var answering = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        (victimModel.Gate, heirModel.Gate) = (answering.Task, answering.Task);
        var texts = Enumerable.Range(0, Queries).Select(number => $"{name}-{number}").ToArray();
        await Task.WhenAll(texts.Select(text => customer.SubmitAsync(text, text)));
        await Eventually.TrueAsync(
            () => texts.Intersect(victimModel.Asked.Concat(heirModel.Asked)).Count() == Queries, Bound, "all are in flight");
        var lost = victimModel.Asked.ToArray();
        var killed = Stopwatch.GetTimestamp();
        await victim.Kill9Async();
        var calls = await Task.WhenAll(lost.Select(text => heirModel.ArrivalAsync(text, Bound)));
        answering.SetResult();
        return [.. calls.Select(call => Stopwatch.GetElapsedTime(killed, call))];
    }
}
