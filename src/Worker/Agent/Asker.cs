using System.Diagnostics;
using Microsoft.Extensions.AI;
using Workers.Conversations;
using Workers.Hosting.Options;
using Workers.Hosting.Telemetry;
using Workers.Worker.Agent.Providers;

namespace Workers.Worker.Agent;

/// <summary>Asks the model once, within the time limit, and says what happens next.</summary>
internal sealed class Asker(IChatClient chat, AgentOptions options, TimeProvider time)
{
    private readonly Prompt prompt = new(options.SystemPrompt, options.ContextTurns);

    /// <summary>Throws only when the caller's token is cancelled.</summary>
    public async Task<AgentAnswer> AskAsync(
        IReadOnlyList<PastTurn> context, string text, CancellationToken cancellation)
    {
        using var activity = Tracing.Source.StartActivity("ask model", ActivityKind.Client);
        var answer = await CallAsync(prompt.Build(context, text), cancellation);
        AgentMetrics.Count(answer);
        activity?.SetTag("workers.outcome", AgentMetrics.Outcome(answer));
        if (answer is AgentAnswer.Unavailable { Why: var why })
            activity?.SetStatus(ActivityStatusCode.Error, why);
        return answer;
    }

    private async Task<AgentAnswer> CallAsync(List<ChatMessage> messages, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        using var limit = new CancellationTokenSource(options.Timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        try
        {
            var call = chat.GetResponseAsync(messages, options: null, both.Token);
            return Read(await call.OrAbandonedAsync(both.Token)); // a client may not heed its token
        }
        catch (Exception) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }
        catch (ModelFailure failure)
        {
            return failure.Answer;
        }
        catch (Exception) when (limit.IsCancellationRequested)
        {
            return new AgentAnswer.Unavailable(null, "time-out");
        }
        // A transport tells its own failures as ModelFailure: what else a client throws, it throws over a 2xx.
        catch (Exception surprise)
        {
            return new AgentAnswer.NoAnswer(surprise.GetType().Name);
        }
    }

    private static AgentAnswer Read(ChatResponse response)
    {
        AgentMetrics.Count(response.Usage);
        return string.IsNullOrWhiteSpace(response.Text)
            ? new AgentAnswer.NoAnswer("no text")
            : new AgentAnswer.Answered(response.Text);
    }
}
