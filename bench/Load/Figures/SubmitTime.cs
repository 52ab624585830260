using System.Diagnostics;

namespace Workers.Load.Figures;

/// <summary>How long a caller waits for its 202 while 500 a second come in, measured from when each was to be sent. Each
/// opens a conversation, so each is published as well; no worker takes anything.</summary>
internal sealed class SubmitTime : IFigure
{
    private const int PerSecond = 500;

    public string Name => "submit";

    public async Task<Finding> MeasureAsync(LoadPlan plan, Servers servers)
    {
        await using var ingress = await Processes.StartIngressAsync(servers);
        using var customer = new Customer(ingress);
        await RunAsync(customer, "slow", PerSecond / 10, seconds: 5);
        await RunAsync(customer, "warm", PerSecond, seconds: 3);
        var seconds = plan.Seconds ?? 30;
        return Found(seconds, await RunAsync(customer, "measured", PerSecond, seconds));
    }

    private static Finding Found(int seconds, Sample[] samples)
    {
        var (submit, late) = (Times.Of(samples.Select(one => one.Took)), Times.Of(samples.Select(one => one.Late)));
        var refused = samples.Count(one => !one.Accepted);
        return new Finding(
            $"{submit} at {PerSecond}/s, {refused} refused",
            new { perSecond = PerSecond, seconds, submit, sentLate = late, refused },
            Aim.AtMost("submit.p99Ms", submit.P99Ms, 20), Aim.AtMost("refused", refused, 0));
    }

    private static Task<Sample[]> RunAsync(Customer customer, string kind, int perSecond, int seconds) =>
        OpenLoop.RunAsync(perSecond, perSecond * seconds, async (number, intended) =>
        {
            var late = Stopwatch.GetElapsedTime(intended);
            var accepted = await customer.TrySubmitAsync($"{kind}-{number}", "Where is my order?");
            return new Sample(Stopwatch.GetElapsedTime(intended), late, accepted);
        });

    /// <param name="Took">From when it was to be sent to its answer.</param>
    /// <param name="Late">How much later it was sent: what this program itself adds.</param>
    /// <param name="Accepted">False for a 503.</param>
    private readonly record struct Sample(TimeSpan Took, TimeSpan Late, bool Accepted);
}
