using System.Globalization;
using Workers.Load.Figures;

namespace Workers.Load;

/// <summary>What a run does, from its command line.</summary>
internal sealed record LoadPlan
{
    private const int MostPerConversation = 100; // the turns that are kept, so that all can be audited

    public int Queries { get; init; } = 20_000;

    public int Conversations { get; init; } = 1_000;

    /// <summary>How long the agent waits; zero for <c>none</c>.</summary>
    public TimeSpan AgentWait { get; init; }

    public int Slots { get; init; } = 64;

    public int Rounds { get; init; } = 3;

    /// <summary>True to submit while the worker runs, without a comparison.</summary>
    public bool IsBurst { get; init; }

    /// <summary>The figure of record to measure, or all; null for the comparison or the burst alone.</summary>
    public string? Figure { get; init; }

    /// <summary>How many queries wait, where a figure is about waiting; null for what the figure says.</summary>
    public int? Waiting { get; init; }

    /// <summary>How long a figure that is about a rate goes on; null for what the figure says.</summary>
    public int? Seconds { get; init; }

    public string? RabbitMq { get; init; }

    public string? Redis { get; init; }

    public int PerConversation => Queries / Conversations;

    /// <summary>A round that is not counted: its code is compiled when the first one that counts begins.</summary>
    public LoadPlan WarmUp => this with { Queries = Some * PerConversation, Conversations = Some };

    private int Some => Math.Max(1, Conversations / 5);

    public LoadPlan AsBurst() => this with
    {
        IsBurst = true, Queries = 5_000, Conversations = 1_000, AgentWait = TimeSpan.FromMilliseconds(20),
    };

    public static LoadPlan Read(string[] args)
    {
        var plan = new LoadPlan();
        for (var i = 0; i < args.Length; i++)
            plan = args[i] switch
            {
                "--burst" => plan.AsBurst(),
                "--figure" => plan with { Figure = Known(Value(args, ++i)) },
                "--waiting" => plan with { Waiting = Number(args, ++i) },
                "--seconds" => plan with { Seconds = Number(args, ++i) },
                "--queries" => plan with { Queries = Number(args, ++i) },
                "--conversations" => plan with { Conversations = Number(args, ++i) },
                "--slots" => plan with { Slots = Number(args, ++i) },
                "--rounds" => plan with { Rounds = Number(args, ++i) },
                "--agent" => plan with { AgentWait = Wait(Value(args, ++i)) },
                "--rabbitmq" => plan with { RabbitMq = Value(args, ++i) },
                "--redis" => plan with { Redis = Value(args, ++i) },
                var other => throw new ArgumentException($"{other} is not an option of this benchmark."),
            };
        if (plan is { Figure: not null, RabbitMq: not null } or { Figure: not null, Redis: not null })
            throw new ArgumentException("--figure starts servers of its own and empties none that is named.");
        return plan.Queries % plan.Conversations == 0 && plan.PerConversation <= MostPerConversation
            ? plan
            : throw new ArgumentException(
                $"--queries must be a multiple of --conversations, at most {MostPerConversation} times.");
    }

    private static string Known(string figure) => AllFigures.Has(figure)
        ? figure
        : throw new ArgumentException($"--figure must be one of {AllFigures.Names}.");

    private static string Value(string[] args, int i) =>
        i < args.Length ? args[i] : throw new ArgumentException($"{args[i - 1]} needs a value.");

    private static int Number(string[] args, int i) =>
        int.TryParse(Value(args, i), CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw new ArgumentException($"{args[i - 1]} needs a number from 1.");

    private static TimeSpan Wait(string agent) => agent switch
    {
        "none" => TimeSpan.Zero,
        _ when agent.StartsWith("wait:", StringComparison.Ordinal) && agent.EndsWith("ms", StringComparison.Ordinal)
            && int.TryParse(agent.AsSpan(5, agent.Length - 7), CultureInfo.InvariantCulture, out var milliseconds) =>
            TimeSpan.FromMilliseconds(milliseconds),
        _ => throw new ArgumentException("--agent must be none or wait:<n>ms."),
    };
}
