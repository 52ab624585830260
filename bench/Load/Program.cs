using System.Text.Json;
using Workers.Load;
using Workers.Load.Figures;

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

if (plan.Figure is not null)
    return await AllFigures.RunAsync(plan);

await using var servers = await Servers.StartAsync(plan);
var report = await new Rounds(plan, servers).RunAsync();
Console.WriteLine(JsonSerializer.Serialize(report, Report.Json));
return report.LostOrSwapped == 0 ? 0 : 1;
