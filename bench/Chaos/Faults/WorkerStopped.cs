using Workers.Chaos.Schedule;
using Workers.Chaos.World;

namespace Workers.Chaos.Faults;

/// <summary>SIGTERM of a worker, as a deployment does; it has to end in order.</summary>
internal sealed record WorkerStopped(int Worker) : Fault("worker stopped (SIGTERM)", Replica.WorkerName(Worker))
{
    public override string Tells => $"{Target} stopped";

    public override TimeSpan Rest => TimeSpan.FromSeconds(8);

    public static (Fault, TimeSpan) Draw(Dice dice) => (new WorkerStopped(dice.Worker()), TimeSpan.FromSeconds(0.2));

    public override IEnumerable<int> Disturbs(ChaosPlan plan) => [Worker];

    public override Task InjectAsync(Stage stage, CancellationToken stop) => stage.Workers[Worker].StopAsync(stop);
}
