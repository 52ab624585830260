using System.Diagnostics;
using Workers.Testing;

namespace Workers.Load.Figures;

/// <summary>How long each program takes from its start to ready.</summary>
internal sealed class StartTime : IFigure
{
    public string Name => "start";

    public async Task<Finding> MeasureAsync(LoadPlan plan, Servers servers)
    {
        var settings = Processes.Settings(servers);
        var ingress = await TimesAsync(plan, "Ingress", settings);
        var worker = await TimesAsync(plan, "Worker", settings);
        var standalone = await TimesAsync(plan, "Standalone", Processes.Tenant);
        return new Finding(
            $"p50 ingress {ingress.P50Ms} ms, worker {worker.P50Ms} ms, standalone {standalone.P50Ms} ms",
            new { ingress, worker, standalone, resolutionMs = 20 });
    }

    private static async Task<Times> TimesAsync(
        LoadPlan plan, string project, IReadOnlyDictionary<string, string> settings)
    {
        var samples = new List<TimeSpan>();
        for (var round = 0; round <= plan.Rounds; round++) // the first finds nothing in the page cache
        {
            var watch = Stopwatch.StartNew();
            await using var host = await HostProcess.StartAsync(project, settings);
            samples.Add(watch.Elapsed);
            await host.SigtermAsync(TimeSpan.FromSeconds(30));
        }

        return Times.Of(samples.Skip(1));
    }
}
