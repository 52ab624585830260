using Workers.Chaos.Faults;

namespace Workers.Chaos.Schedule;

/// <summary>
/// All strikes of a run: the kinds are dealt like cards, all of them before one comes again; a target has one fault
/// at a time, different targets may have theirs together.
/// </summary>
internal static class Timetable
{
    private static readonly TimeSpan Start = TimeSpan.FromSeconds(2);

    public static IReadOnlyList<Strike> Of(ChaosPlan plan, IReadOnlyList<Card> cards)
    {
        var (dice, strikes, deck) = (new Dice(plan), new List<Strike>(), new Queue<Card>());
        var busy = new Dictionary<string, TimeSpan>();
        for (var at = Start; ; at += dice.Gap(plan.Faults))
        {
            if (Next(dice, deck, cards, busy, at) is not { } strike)
                continue;
            if (at + strike.For > plan.Length)
                return strikes;
            busy[strike.Fault.Target] = at + strike.For + strike.Fault.Rest;
            strikes.Add(strike);
        }
    }

    private static Strike? Next(
        Dice dice, Queue<Card> deck, IReadOnlyList<Card> cards, Dictionary<string, TimeSpan> busy, TimeSpan at)
    {
        if (deck.Count == 0)
            foreach (var card in dice.Shuffled(cards))
                deck.Enqueue(card);
        for (var tries = deck.Count; tries > 0; tries--)
        {
            var card = deck.Dequeue();
            var (fault, length) = card(dice);
            if (busy.GetValueOrDefault(fault.Target) <= at)
                return new Strike(at, length, fault);
            deck.Enqueue(card); // its target is still busy: later
        }

        return null;
    }
}
