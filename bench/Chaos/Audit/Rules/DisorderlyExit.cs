namespace Workers.Chaos.Audit.Rules;

/// <summary>A stopped process ends in time with exit code 0, and none ends unasked.</summary>
internal sealed class DisorderlyExit : Rule
{
    private const int KilledByUs = 137; // by poison, or by itself before it publishes: over whatever was wanted

    public override string Name => "disorderly exit";

    public override IEnumerable<string> Offences(Records records) => records.Exits.Where(IsWrong).Select(exit =>
        $"{exit.Process} ended with {exit.Code?.ToString() ?? "nothing"} at {exit.At:O}, wanted was {exit.Wanted}");

    private static bool IsWrong(Exit exit) =>
        exit.Wanted != Exit.Kill && exit.Code != KilledByUs && (exit.Wanted, exit.Code) is not (Exit.Stop, 0);
}
