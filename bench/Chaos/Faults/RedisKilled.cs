using Workers.Chaos.Schedule;
using Workers.Chaos.World;

namespace Workers.Chaos.Faults;

/// <summary>kill -9 of Redis, and its start on what it had written.</summary>
internal sealed record RedisKilled() : Fault("Redis killed (-9)", "Redis")
{
    public override string Tells => "Redis killed";

    public override TimeSpan Rest => TimeSpan.FromSeconds(4);

    public static (Fault, TimeSpan) Draw(Dice dice) => (new RedisKilled(), dice.Seconds(0.1, 5));

    public override IEnumerable<int> Disturbs(ChaosPlan plan) => Enumerable.Range(0, plan.Workers);

    public override Task InjectAsync(Stage stage, CancellationToken stop) => stage.Redis.KillAsync();

    public override Task HealAsync(Stage stage, CancellationToken stop) => stage.Redis.RestartAsync();
}
