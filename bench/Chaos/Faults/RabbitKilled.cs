using Workers.Chaos.Schedule;
using Workers.Chaos.World;

namespace Workers.Chaos.Faults;

/// <summary>kill -9 of RabbitMQ, and its start on what it had written.</summary>
internal sealed record RabbitKilled() : Fault("RabbitMQ killed (-9)", "RabbitMQ")
{
    public override string Tells => "RabbitMQ killed";

    public override TimeSpan Rest => TimeSpan.FromSeconds(20);

    public static (Fault, TimeSpan) Draw(Dice dice) => (new RabbitKilled(), dice.Seconds(0.2, 3));

    public override Task InjectAsync(Stage stage, CancellationToken stop) => stage.Rabbit.KillAsync();

    public override Task HealAsync(Stage stage, CancellationToken stop) => stage.Rabbit.RestartAsync();
}
