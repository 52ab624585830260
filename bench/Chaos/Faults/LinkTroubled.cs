using Workers.Chaos.Schedule;
using Workers.Chaos.World;
using Workers.Testing;

namespace Workers.Chaos.Faults;

/// <summary>The wire between one process and RabbitMQ or Redis: cut, stalled or slowed, both ways or one.</summary>
internal sealed record LinkTroubled(
    string Process, string Server, LinkTrouble Trouble, LinkDirection Direction, int Delay)
    : Fault(NameOf(Trouble, Direction), $"{Process} to {Server}")
{
    public override string Tells => $"{Target}: {Kind}";

    public static (Fault, TimeSpan) Cut(Dice dice) =>
        (Draw(dice, LinkTrouble.Cut, LinkDirection.Both), dice.Seconds(0.1, 6));

    public static (Fault, TimeSpan) Stalled(Dice dice) =>
        (Draw(dice, LinkTrouble.Stalled, LinkDirection.Both), dice.Seconds(1, 10));

    public static (Fault, TimeSpan) StalledOneWay(Dice dice) => (
        Draw(dice, LinkTrouble.Stalled, dice.Of(LinkDirection.ToServer, LinkDirection.ToClient)), dice.Seconds(1, 10));

    public static (Fault, TimeSpan) Slowed(Dice dice) =>
        (Draw(dice, LinkTrouble.Slowed, dice.Direction()), dice.Seconds(3, 10));

    public override IEnumerable<int> Disturbs(ChaosPlan plan) => Server == "Redis"
        ? Enumerable.Range(0, plan.Workers).Where(n => Replica.WorkerName(n) == Process) : [];

    public override Task InjectAsync(Stage stage, CancellationToken stop)
    {
        var link = stage.Links[Target];
        switch (Trouble)
        {
            case LinkTrouble.Cut:
                link.Cut();
                break;
            case LinkTrouble.Stalled:
                link.Stall(Direction);
                break;
            default:
                link.Slow(TimeSpan.FromMilliseconds(Delay), Direction);
                break;
        }

        return Task.CompletedTask;
    }

    public override Task HealAsync(Stage stage, CancellationToken stop)
    {
        stage.Links[Target].Heal();
        return Task.CompletedTask;
    }

    private static LinkTroubled Draw(Dice dice, LinkTrouble trouble, LinkDirection direction) => new(
        dice.Number(0, dice.Plan.Workers + dice.Plan.Ingresses - 1) is var n && n < dice.Plan.Workers
            ? Replica.WorkerName(n) : Replica.IngressName(n - dice.Plan.Workers),
        dice.Of("RabbitMQ", "Redis"), trouble, direction, dice.Number(20, 400));

    private static string NameOf(LinkTrouble trouble, LinkDirection direction) => (trouble, direction) switch
    {
        (LinkTrouble.Cut, _) => "link cut",
        (LinkTrouble.Slowed, _) => "link slowed",
        (_, LinkDirection.Both) => "link stalled",
        _ => "link stalled one way",
    };
}

internal enum LinkTrouble
{
    Cut,
    Stalled,
    Slowed,
}
