using Workers.Chaos.Schedule;
using Workers.Chaos.World;

namespace Workers.Chaos.Faults;

/// <summary>Messages that the broker has already: of queries that wait or run, or of ended ones.</summary>
internal sealed record HintsDoubled(bool AreOld, int Count)
    : Fault(AreOld ? "messages replayed" : "messages duplicated", AreOld ? "replays" : "duplicates")
{
    public override string Tells => $"{Count} {Kind}";

    public static IEnumerable<Card> Cards =>
    [
        dice => (new HintsDoubled(AreOld: false, dice.Number(20, 200)), TimeSpan.FromSeconds(0.1)),
        dice => (new HintsDoubled(AreOld: true, dice.Number(20, 200)), TimeSpan.FromSeconds(0.1)),
    ];

    public override Task InjectAsync(Stage stage, CancellationToken stop)
    {
        var known = stage.Crm.Known(hasEnded: AreOld).ToList();
        var drawn = Enumerable.Range(0, known.Count == 0 ? 0 : Count)
            .Select(n => known[(int)((uint)(n * 7919) % known.Count)]);
        return stage.Hints.PublishAsync([.. drawn], stop);
    }
}
