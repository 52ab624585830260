using Workers.Chaos.Schedule;
using Workers.Chaos.World;

namespace Workers.Chaos.Faults;

/// <summary>A memory alarm of the broker: publishers are blocked, consumers are not.</summary>
internal sealed record RabbitAlarmed() : Fault("RabbitMQ memory alarm", "RabbitMQ")
{
    public override string Tells => "memory alarm";

    public override TimeSpan Rest => TimeSpan.FromSeconds(4);

    public static (Fault, TimeSpan) Draw(Dice dice) => (new RabbitAlarmed(), dice.Seconds(2, 8));

    public override Task InjectAsync(Stage stage, CancellationToken stop) => stage.Rabbit.RaiseMemoryAlarmAsync();

    public override Task HealAsync(Stage stage, CancellationToken stop) => stage.Rabbit.ClearMemoryAlarmAsync();
}
