namespace Workers.Worker.Agent.Providers;

/// <summary>Carries what a model's HTTP response means through an SDK that would make something else of it.</summary>
internal sealed class ModelFailure(AgentAnswer answer, Exception? cause = null)
    : Exception("The model gave no answer.", cause)
{
    /// <summary>What happens next.</summary>
    public AgentAnswer Answer { get; } = answer;
}
