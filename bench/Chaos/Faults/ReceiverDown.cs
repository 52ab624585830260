using Workers.Chaos.Schedule;
using Workers.Chaos.World;
using Workers.Testing;

namespace Workers.Chaos.Faults;

/// <summary>The webhook receiver refuses, resets or hangs.</summary>
internal sealed record ReceiverDown(string How) : Fault("webhook receiver down", "receiver")
{
    public override string Tells => $"receiver {How}";

    public static (Fault, TimeSpan) Draw(Dice dice) =>
        (new ReceiverDown(dice.Of("answers 503", "resets", "hangs")), dice.Seconds(1, 8));

    public override Task InjectAsync(Stage stage, CancellationToken stop)
    {
        stage.Inbox.When(_ => true, How switch
        {
            "resets" => ScriptedAnswer.Reset(),
            "hangs" => ScriptedAnswer.Hang(),
            _ => ScriptedAnswer.Status(503),
        });
        return Task.CompletedTask;
    }

    public override Task HealAsync(Stage stage, CancellationToken stop)
    {
        stage.Inbox.Recover();
        return Task.CompletedTask;
    }
}
