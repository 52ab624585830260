using System.Text.Json;
using Workers.Load;

LoadPlan plan;
try
{
    plan = LoadPlan.Read(args);
}
catch (ArgumentException wrong)
{
    await Console.Error.WriteLineAsync(wrong.Message);
    return 2;
}

await using var servers = await Servers.StartAsync(plan);
var (ours, bare) = (new List<Rates>(), new List<Rates>());
var run = Guid.NewGuid().ToString("N")[..8];
var pipeline = new OurPipeline(plan, servers);
var clients = new BareClients(plan, servers);
try
{
    for (var round = 1; round <= plan.Rounds; round++)
    {
        if (plan.IsBurst)
        {
            ours.Add(await pipeline.BurstAsync($"ours-{run}-{round}"));
        }
        else
        {
            bare.Add(await clients.RunAsync($"bare-{run}-{round}"));
            ours.Add(await pipeline.RunAsync($"ours-{run}-{round}"));
        }

        await Console.Error.WriteLineAsync($"round {round}: ours {ours[^1]}, bare {(bare.Count > 0 ? bare[^1] : null)}");
    }
}
catch (InvalidDataException violation)
{
    await Console.Error.WriteLineAsync(violation.Message);
    return 1;
}

var publishes = await clients.PublishRateAsync();
Console.WriteLine(JsonSerializer.Serialize(
    Report.Of(plan, Rates.MedianOf(ours), plan.IsBurst ? null : Rates.MedianOf(bare), publishes), Report.Json));
return 0;
