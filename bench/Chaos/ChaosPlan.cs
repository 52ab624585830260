using System.Globalization;

namespace Workers.Chaos;

/// <summary>What a run does, from its command line.</summary>
internal sealed record ChaosPlan
{
    public const string Usage =
        "--minutes, --seed, --workers, --ingresses, --conversations, --hot, --lease, --slots, --rate, --faults, --out";

    /// <summary>How long faults are injected; healing and the drain come on top.</summary>
    public double Minutes { get; init; } = 5;

    public int Seed { get; init; } = 1;

    public int Workers { get; init; } = 4;

    public int Ingresses { get; init; } = 2;

    public int Conversations { get; init; } = 300;

    /// <summary>The share of all queries that a hundredth of the conversations get.</summary>
    public double Hot { get; init; } = 0.3;

    /// <summary><c>Worker:Lease</c> in seconds.</summary>
    public double LeaseSeconds { get; init; } = 2;

    public int Slots { get; init; } = 16;

    /// <summary>Queries a second.</summary>
    public double Rate { get; init; } = 10;

    /// <summary>Faults a minute.</summary>
    public double Faults { get; init; } = 18;

    /// <summary>The run's folder: certificate, page, logs.</summary>
    public string? Out { get; init; }

    public TimeSpan Lease => TimeSpan.FromSeconds(LeaseSeconds);

    public TimeSpan Length => TimeSpan.FromMinutes(Minutes);

    public int HotConversations => Math.Max(1, Conversations / 100);

    /// <exception cref="ArgumentException">Says in one sentence what is wrong.</exception>
    public static ChaosPlan Read(string[] args)
    {
        var plan = new ChaosPlan();
        for (var i = 0; i < args.Length; i += 2)
            plan = Set(plan, args[i], i + 1 < args.Length ? args[i + 1] : null);
        return plan;
    }

    private static ChaosPlan Set(ChaosPlan plan, string option, string? value) => option switch
    {
        "--minutes" => plan with { Minutes = Number(option, value, 0.2, 1440) },
        "--seed" => plan with { Seed = Whole(option, value, 0, int.MaxValue) },
        "--workers" => plan with { Workers = Whole(option, value, 1, 32) },
        "--ingresses" => plan with { Ingresses = Whole(option, value, 1, 8) },
        "--conversations" => plan with { Conversations = Whole(option, value, 1, 100_000) },
        "--hot" => plan with { Hot = Number(option, value, 0, 1) },
        "--lease" => plan with { LeaseSeconds = Number(option, value?.TrimEnd('s'), 1, 300) },
        "--slots" => plan with { Slots = Whole(option, value, 1, 20_000) },
        "--rate" => plan with { Rate = Number(option, value, 0.1, 1000) },
        "--faults" => plan with { Faults = Number(option, value, 1, 120) },
        "--out" => plan with { Out = value is { Length: > 0 } ? value : throw Wrong(option, "a folder") },
        _ => throw new ArgumentException($"{option} is not an option; there are {Usage}."),
    };

    private static double Number(string option, string? value, double least, double most) =>
        double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most
            ? number
            : throw Wrong(option, string.Create(CultureInfo.InvariantCulture, $"a number from {least} to {most}"));

    private static int Whole(string option, string? value, int least, int most) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most
            ? number
            : throw Wrong(option, $"a whole number from {least} to {most}");

    private static ArgumentException Wrong(string option, string wanted) => new($"{option} takes {wanted}.");
}
