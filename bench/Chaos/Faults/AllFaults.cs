namespace Workers.Chaos.Faults;

/// <summary>The deck that the seed shuffles.</summary>
internal static class AllFaults
{
    public static IReadOnlyList<Card> Cards(bool canFakeClocks) =>
    [
        WorkerKilled.Draw, WorkerStopped.Draw, WorkerPaused.Draw, IngressKilled.Draw, IngressDies.Draw,
        RabbitKilled.Draw, RabbitPaused.Draw, RabbitAlarmed.Draw, RedisKilled.Draw, RedisPaused.Draw,
        LinkTroubled.Cut, LinkTroubled.Stalled, LinkTroubled.StalledOneWay, LinkTroubled.Slowed,
        ReceiverDown.Draw, PoisonSent.Draw, .. ModelTroubled.Cards, .. HintsDoubled.Cards,
        .. canFakeClocks ? (Card[])[ClockAhead.Draw] : [],
    ];
}
