using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Workers.Load;

/// <summary>The line that a run prints: medians over its rounds, and where they were measured.</summary>
internal sealed record Report(
    string Benchmark, int Queries, int Conversations, double AgentWaitMs, int Slots, int Rounds, double SubmitsPerSecond,
    double TurnsPerSecond, double? BareSubmitsPerSecond, double? BareTurnsPerSecond, double? SubmitRatio,
    double? TurnRatio, double BarePublishesPerSecond, bool IsValid, int TurnsLostOrSwapped, string Machine, string Runtime,
    DateTimeOffset At)
{
    private const double LeastPublishes = 20_000;

    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Report Of(LoadPlan plan, Rates ours, Rates? bare, double publishes) => new(
        plan.IsBurst ? "burst" : "load", plan.Queries, plan.Conversations, plan.AgentWait.TotalMilliseconds, plan.Slots,
        plan.Rounds, Math.Round(ours.Submits), Math.Round(ours.Turns), Rounded(bare?.Submits, 0), Rounded(bare?.Turns, 0),
        Rounded(ours.Submits / bare?.Submits, 2), Rounded(ours.Turns / bare?.Turns, 2), Math.Round(publishes),
        publishes >= LeastPublishes, 0, $"{Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}",
        RuntimeInformation.FrameworkDescription, DateTimeOffset.UtcNow);

    private static double? Rounded(double? value, int digits) => value is { } number ? Math.Round(number, digits) : null;
}
