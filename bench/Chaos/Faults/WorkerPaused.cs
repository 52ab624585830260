using Workers.Chaos.Schedule;
using Workers.Chaos.World;

namespace Workers.Chaos.Faults;

/// <summary>SIGSTOP of a worker past its lease: a zombie, which comes back and finds its turns taken.</summary>
internal sealed record WorkerPaused(int Worker) : Fault("worker paused past its lease", Replica.WorkerName(Worker))
{
    public override string Tells => $"{Target} paused";

    public static (Fault, TimeSpan) Draw(Dice dice) =>
        (new WorkerPaused(dice.Worker()), dice.Plan.Lease + dice.Seconds(0.5, 5));

    public override IEnumerable<int> Disturbs(ChaosPlan plan) => [Worker];

    public override Task InjectAsync(Stage stage, CancellationToken stop)
    {
        stage.Workers[Worker].Pause();
        return Task.CompletedTask;
    }

    public override Task HealAsync(Stage stage, CancellationToken stop)
    {
        stage.Workers[Worker].Continue();
        return Task.CompletedTask;
    }
}
