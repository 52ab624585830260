using Workers.Chaos.Schedule;
using Workers.Chaos.World;

namespace Workers.Chaos.Faults;

/// <summary>kill -9 of an ingress at any moment.</summary>
internal sealed record IngressKilled(int Ingress) : Fault("ingress killed (-9)", Replica.IngressName(Ingress))
{
    public override string Tells => $"{Target} killed";

    public override TimeSpan Rest => TimeSpan.FromSeconds(5);

    public static (Fault, TimeSpan) Draw(Dice dice) => (new IngressKilled(dice.Ingress()), TimeSpan.FromSeconds(0.2));

    public override Task InjectAsync(Stage stage, CancellationToken stop) => stage.Ingresses[Ingress].KillAsync();
}
