using System.Text.Json;
using Workers.Chaos.Audit;
using Workers.Chaos.Faults;
using Workers.Chaos.Report;
using Workers.Chaos.Schedule;
using Workers.Chaos.World;

namespace Workers.Chaos;

/// <summary>One run from its first process to its certificate.</summary>
internal sealed class Run(ChaosPlan plan, string folder, Action<string> tell)
{
    private static readonly TimeSpan Afterwards = TimeSpan.FromSeconds(3);

    public async Task<Certificate> CarryOutAsync(CancellationToken stop)
    {
        if (ClockAhead.Library is null)
            tell("No clock is set ahead: libfaketime is not installed (Debian's package is faketime).");
        var strikes = Timetable.Of(plan, AllFaults.Cards(canFakeClocks: ClockAhead.Library is not null));
        tell($"seed {plan.Seed}: {strikes.Count} faults in {plan.Length}; logs go to {folder}");
        await using var stage = await Stage.StartAsync(plan, folder, stop);
        var start = DateTimeOffset.UtcNow;
        using var healed = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var load = stage.Crm.TalkAsync(healed.Token);
        var glances = Glances.TakeAsync(stage, healed.Token);
        var happenings = await new Storm(stage, tell).RageAsync(strikes, start, stop);
        tell("everything is healed; what was accepted now has to end");
        var unready = await UnreadyAsync(stage).WaitAsync(stop);
        await Task.Delay(Afterwards, stop);
        await healed.CancelAsync();
        await load;
        var records = await new Drain(stage, tell).RecordsAsync(await glances, stop);
        records = records with { Surprises = [.. records.Surprises, .. unready] };
        await Files.WriteAsync(Path.Combine(folder, "records.json"), JsonSerializer.Serialize(records));
        var violations = AllRules.Judge(AllRules.Of(Settings.ContextTurns, Settings.MostDeaths), records);
        return Certificate.Of(plan, start, happenings, records, violations);
    }

    private static async Task<string[]> UnreadyAsync(Stage stage)
    {
        try
        {
            await stage.ReadyAsync(TimeSpan.FromMinutes(1));
            return [];
        }
        catch (Xunit.Sdk.XunitException)
        {
            return ["a minute after all was healed a process was still not ready"];
        }
    }
}
