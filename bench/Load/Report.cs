using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Workers.Load;

/// <summary>The line that a run prints: the middle round of each side, and where it was measured.</summary>
internal sealed record Report(
    string Benchmark, int Queries, int Conversations, double AgentWaitMs, int Slots, int Rounds, Rates Ours, Rates? Bare,
    double? SubmitRatio, double? TurnRatio, double? EndToEndRatio, int Completed, int LostOrSwapped,
    double BarePublishesPerSecond, bool IsValid, string Machine, IReadOnlyDictionary<string, string> Versions,
    DateTimeOffset At)
{
    private const double LeastPublishes = 20_000;

    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Too few publishes of the bare client mean a machine too busy, or a baseline too slow, to compare
    /// with.</summary>
    public static Report Of(
        LoadPlan plan, Rates ours, Rates? bare, Audit audit, double publishes, IReadOnlyDictionary<string, string> versions) =>
        new(plan.IsBurst ? "burst" : "load", plan.Queries, plan.Conversations, plan.AgentWait.TotalMilliseconds, plan.Slots,
            plan.Rounds, ours, bare, Ratio(ours.SubmitsPerSecond, bare?.SubmitsPerSecond),
            Ratio(ours.TurnsPerSecond, bare?.TurnsPerSecond), Ratio(ours.EndToEndPerSecond, bare?.EndToEndPerSecond),
            audit.Completed, audit.LostOrSwapped, publishes, plan.IsBurst || publishes >= LeastPublishes,
            Load.Machine.Name, versions, DateTimeOffset.UtcNow);

    private static double? Ratio(double ours, double? bare) => bare is { } number ? Math.Round(ours / number, 2) : null;
}
