using Workers.Chaos.Schedule;
using Workers.Chaos.World;

namespace Workers.Chaos.Faults;

/// <summary>kill -9 of a worker; the orchestrator starts another in its place.</summary>
internal sealed record WorkerKilled(int Worker) : Fault("worker killed (-9)", Replica.WorkerName(Worker))
{
    public override string Tells => $"{Target} killed";

    public override TimeSpan Rest => TimeSpan.FromSeconds(5);

    public static (Fault, TimeSpan) Draw(Dice dice) => (new WorkerKilled(dice.Worker()), TimeSpan.FromSeconds(0.2));

    public override IEnumerable<int> Disturbs(ChaosPlan plan) => [Worker];

    public override Task InjectAsync(Stage stage, CancellationToken stop) => stage.Workers[Worker].KillAsync();
}
