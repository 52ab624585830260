using Workers.Chaos.Schedule;
using Workers.Chaos.World;

namespace Workers.Chaos.Faults;

/// <summary>A query that kills each process that asks the model about it, and an innocent one behind it.</summary>
internal sealed record PoisonSent() : Fault("poison query", "poison")
{
    public override string Tells => "a query that kills";

    public override TimeSpan Rest => TimeSpan.FromSeconds(30);

    public static (Fault, TimeSpan) Draw(Dice dice) => (new PoisonSent(), dice.Seconds(0.5, 1));

    public override Task InjectAsync(Stage stage, CancellationToken stop)
    {
        var conversation = stage.Crm.NextAside();
        stage.Crm.SubmitAside(Wording.Poison(conversation), ingress: null);
        stage.Crm.SubmitAside(Wording.Plain(conversation), ingress: null);
        return Task.CompletedTask;
    }
}
