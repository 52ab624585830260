using Workers.Chaos.Schedule;
using Workers.Chaos.World;

namespace Workers.Chaos.Faults;

/// <summary>An ingress dies (-9) between its Redis write and its publish; the caller repeats at another one.</summary>
internal sealed record IngressDies(int Ingress)
    : Fault("ingress killed between Redis and publish", Replica.IngressName(Ingress))
{
    public override string Tells => $"{Target} dies before publishing";

    public override TimeSpan Rest => TimeSpan.FromSeconds(5);

    public static (Fault, TimeSpan) Draw(Dice dice) => (new IngressDies(dice.Ingress()), TimeSpan.FromSeconds(1));

    public override Task InjectAsync(Stage stage, CancellationToken stop)
    {
        stage.Crm.SubmitAside(Wording.Deadly(stage.Crm.NextAside()), Ingress);
        return Task.CompletedTask;
    }
}
