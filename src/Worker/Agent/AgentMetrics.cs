using Microsoft.Extensions.AI;
using Prometheus;

namespace Workers.Worker.Agent;

/// <summary>Counts the model's calls by what they came to, and the tokens that it says it used.</summary>
internal static class AgentMetrics
{
    private static readonly Counter Calls = Metrics.CreateCounter(
        "workers_model_calls_total", "Model calls by outcome.", "outcome");

    private static readonly Counter Tokens = Metrics.CreateCounter(
        "workers_model_tokens_total", "Tokens that the model reported, by kind.", "kind");

    /// <summary>Shows the numbers from the start on.</summary>
    public static void Show()
    {
        foreach (var outcome in (string[])["answered", "throttled", "unavailable", "no_answer", "refused"])
            Calls.WithLabels(outcome);
        Count(usage: null);
    }

    public static void Count(AgentAnswer answer) => Calls.WithLabels(Outcome(answer)).Inc();

    public static void Count(UsageDetails? usage)
    {
        Tokens.WithLabels("input").Inc(Math.Max(0, usage?.InputTokenCount ?? 0));
        Tokens.WithLabels("output").Inc(Math.Max(0, usage?.OutputTokenCount ?? 0));
    }

    /// <summary>The word that metrics and traces have for an answer.</summary>
    public static string Outcome(AgentAnswer answer) => answer switch
    {
        AgentAnswer.Answered => "answered",
        AgentAnswer.Throttled => "throttled",
        AgentAnswer.Unavailable or AgentAnswer.GateClosed => "unavailable",
        AgentAnswer.NoAnswer => "no_answer",
        _ => "refused",
    };
}
