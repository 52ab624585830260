using System.Diagnostics;
using System.Text.Json;

namespace Workers.Load.Figures;

/// <summary>The figures of record, and a run of one or all of them: a line of JSON each, and a row of a table on stderr.</summary>
internal static class AllFigures
{
    private const string Every = "all";

    private static readonly IFigure[] All =
    [
        new Throughput(), new Burst(), new StepTimes(), new StartTime(), new RedisMemory(), new LongConversation(),
        new SubmitTime(), new Latency(), new Recovery(), new Waiting(), new DeepBacklog(),
    ];

    public static string Names => string.Join(", ", All.Select(figure => figure.Name).Append(Every));

    public static bool Has(string name) => name == Every || All.Any(figure => figure.Name == name);

    /// <summary>Returns the exit code: 1 when a query was lost. A missed aim is a finding, not a failure.</summary>
    public static async Task<int> RunAsync(LoadPlan plan)
    {
        var wrong = 0;
        await Console.Error.WriteLineAsync("| figure | measured | aims |\n| --- | --- | --- |");
        foreach (var figure in All.Where(figure => plan.Figure is Every || plan.Figure == figure.Name))
            wrong += await RunAsync(figure, plan);
        return wrong == 0 ? 0 : 1;
    }

    private static async Task<int> RunAsync(IFigure figure, LoadPlan plan)
    {
        await using var servers = await Servers.StartAsync(plan);
        var versions = await Versions.OfAsync(servers);
        var (load, watch) = (Machine.LoadAverage(), Stopwatch.StartNew());
        var finding = await figure.MeasureAsync(plan, servers);
        var report = FigureReport.Of(figure.Name, finding, load, watch.Elapsed, versions);
        Console.WriteLine(JsonSerializer.Serialize(report, Report.Json));
        await Console.Error.WriteLineAsync($"| {figure.Name} | {finding.Headline} | {string.Join("; ", finding.Aims)} |");
        return finding.Wrong;
    }
}
