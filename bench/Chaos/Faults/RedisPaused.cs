using Workers.Chaos.Schedule;
using Workers.Chaos.World;

namespace Workers.Chaos.Faults;

/// <summary>SIGSTOP of Redis: connections stay open and nothing answers.</summary>
internal sealed record RedisPaused() : Fault("Redis paused", "Redis")
{
    public override string Tells => "Redis paused";

    public override TimeSpan Rest => TimeSpan.FromSeconds(4);

    public static (Fault, TimeSpan) Draw(Dice dice) => (new RedisPaused(), dice.Seconds(0.5, 8));

    public override IEnumerable<int> Disturbs(ChaosPlan plan) => Enumerable.Range(0, plan.Workers);

    public override Task InjectAsync(Stage stage, CancellationToken stop)
    {
        stage.Redis.Pause();
        return Task.CompletedTask;
    }

    public override Task HealAsync(Stage stage, CancellationToken stop)
    {
        stage.Redis.Continue();
        return Task.CompletedTask;
    }
}
