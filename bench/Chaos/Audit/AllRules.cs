using Workers.Chaos.Audit.Rules;

namespace Workers.Chaos.Audit;

/// <summary>What has to hold, whatever failed.</summary>
internal static class AllRules
{
    public static IReadOnlyList<Rule> Of(int contextTurns, int mostDeaths) =>
    [
        new Lost(), new NotAccepted(), new AnsweredTwice(), new OutOfOrder(), new WrongContext(contextTurns),
        new WebhookMissing(), new TwoIds(), new BadSignature(), new PoisonHarm(mostDeaths), new UnaskedEnd(),
        new DisorderlyExit(), new KeysLeft(), new MessagesLeft(),
    ];

    /// <summary>The violations by rule, rules without any included.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Judge(
        IReadOnlyList<Rule> rules, Records records) =>
        rules.ToDictionary(rule => rule.Name, IReadOnlyList<string> (rule) => [.. rule.Offences(records)]);
}
