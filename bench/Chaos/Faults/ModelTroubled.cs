using Workers.Chaos.Schedule;
using Workers.Chaos.World;

namespace Workers.Chaos.Faults;

/// <summary>The model answers a share of its calls wrongly, or not at all.</summary>
internal sealed record ModelTroubled(ModelTrouble Trouble, double Share) : Fault(NameOf(Trouble), "model")
{
    public override string Tells => FormattableString.Invariant($"{Kind}, {Share:P0} of calls");

    public static IEnumerable<Card> Cards => Enum.GetValues<ModelTrouble>().Select<ModelTrouble, Card>(
        trouble => dice => (new ModelTroubled(trouble, dice.Of(0.2, 0.5, 1)), dice.Seconds(1, 6)));

    public override Task InjectAsync(Stage stage, CancellationToken stop)
    {
        stage.Model.Trouble(this);
        return Task.CompletedTask;
    }

    public override Task HealAsync(Stage stage, CancellationToken stop)
    {
        stage.Model.Trouble(null);
        return Task.CompletedTask;
    }

    private static string NameOf(ModelTrouble trouble) => trouble switch
    {
        ModelTrouble.Busy => "model 429",
        ModelTrouble.Broken => "model 5xx",
        ModelTrouble.Hanging => "model hangs",
        ModelTrouble.Resetting => "model resets",
        _ => "model answers garbage",
    };
}

internal enum ModelTrouble
{
    Busy,
    Broken,
    Hanging,
    Resetting,
    Garbage,
}
