namespace Workers.Load;

/// <summary>Alternates between the bare clients and ours, so that what else the machine does meets both.</summary>
internal sealed class Rounds(LoadPlan plan, Servers servers)
{
    private readonly BareClients clients = new(plan, servers);
    private readonly OurPipeline pipeline = new(plan, servers);
    private readonly string run = Guid.NewGuid().ToString("N")[..8];
    private readonly List<Rates> ours = [];
    private readonly List<Rates> bare = [];
    private readonly List<double> publishes = [];
    private Audit audit = new(0, 0);

    public async Task<Report> RunAsync()
    {
        var versions = await Versions.OfAsync(servers);
        await WarmUpAsync();
        for (var round = 1; round <= plan.Rounds; round++)
        {
            await (plan.IsBurst ? BurstAsync(round) : CompareAsync(round));
            await TellAsync(round);
        }

        return Report.Of(
            plan, Rates.MedianOf(ours), plan.IsBurst ? null : Rates.MedianOf(bare), audit,
            publishes.Order().ElementAtOrDefault(publishes.Count / 2), versions);
    }

    // Not counted but for what it loses: the first round pays for the compiler.
    private async Task WarmUpAsync()
    {
        if (!plan.IsBurst)
            await new BareClients(plan.WarmUp, servers).RunAsync($"bare-{run}-0");
        var warm = new OurPipeline(plan.WarmUp, servers);
        var (_, seen) = plan.IsBurst ? await warm.BurstAsync($"ours-{run}-0") : await warm.RunAsync($"ours-{run}-0");
        audit = seen with { Completed = 0 };
    }

    private async Task CompareAsync(int round)
    {
        publishes.Add(await clients.PublishRateAsync());
        bare.Add(await clients.RunAsync($"bare-{run}-{round}"));
        Take(await pipeline.RunAsync($"ours-{run}-{round}"));
    }

    private async Task BurstAsync(int round) => Take(await pipeline.BurstAsync($"ours-{run}-{round}"));

    private void Take((Rates Rates, Audit Audit) round)
    {
        ours.Add(round.Rates);
        audit += round.Audit;
    }

    private async Task TellAsync(int round)
    {
        if (!plan.IsBurst)
            await Console.Error.WriteLineAsync($"round {round} bare: {Line(bare[^1])} | {publishes[^1]} publishes/s");
        await Console.Error.WriteLineAsync($"round {round} ours: {Line(ours[^1])} | {audit.LostOrSwapped} lost or swapped");
    }

    private static string Line(Rates rates) =>
        $"{rates.SubmitsPerSecond} submits/s, {rates.TurnsPerSecond} turns/s, {rates.EndToEndPerSecond}/s end to end"
        + $" | us a turn: client {rates.CpuPerTurn.Client}, redis {rates.CpuPerTurn.Redis}, broker {rates.CpuPerTurn.Broker}";
}
