using Workers.Chaos.Audit;

namespace Workers.Chaos.World;

/// <summary>What customers write; each text is there once, so that a call of the model tells its query.</summary>
internal sealed record Wording(string Conversation, AskKind Kind)
{
    public const string DeadlyWord = "(the ingress dies here)";
    private const string PoisonWord = "(poison)";

    public static Wording Plain(string conversation) => new(conversation, AskKind.Plain);

    /// <summary>Kills the ingress that has it in Redis and not yet on the queue.</summary>
    public static Wording Deadly(string conversation) => new(conversation, AskKind.Deadly);

    /// <summary>Kills the worker that asks the model about it.</summary>
    public static Wording Poison(string conversation) => new(conversation, AskKind.Poison);

    public static bool IsPoison(string text) => text.EndsWith(PoisonWord, StringComparison.Ordinal);

    public string Text(int number) => $"Question {number} in {Conversation}" + Kind switch
    {
        AskKind.Deadly => " " + DeadlyWord,
        AskKind.Poison => " " + PoisonWord,
        _ => "",
    };
}
