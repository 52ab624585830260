using Workers.Chaos.Schedule;
using Workers.Chaos.World;

namespace Workers.Chaos.Faults;

/// <summary>SIGSTOP of the whole broker: connections stay open and nothing answers.</summary>
internal sealed record RabbitPaused() : Fault("RabbitMQ paused", "RabbitMQ")
{
    public override string Tells => "RabbitMQ paused";

    public static (Fault, TimeSpan) Draw(Dice dice) => (new RabbitPaused(), dice.Seconds(2, 12));

    public override Task InjectAsync(Stage stage, CancellationToken stop)
    {
        stage.Rabbit.Pause();
        return Task.CompletedTask;
    }

    public override Task HealAsync(Stage stage, CancellationToken stop)
    {
        stage.Rabbit.Continue();
        return Task.CompletedTask;
    }
}
