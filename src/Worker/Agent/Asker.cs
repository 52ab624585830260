using Microsoft.Extensions.AI;

namespace Workers.Worker.Agent;

/// <summary>Asks the model once, within the time limit, and says what happens next.</summary>
internal sealed class Asker(IChatClient chat, Prompt prompt, TimeSpan timeout, TimeProvider time)
{
    /// <summary>Throws only when the caller's token is cancelled.</summary>
    public async Task<AgentAnswer> AskAsync(
        IReadOnlyList<PastTurn> context, string text, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        try
        {
            var response = await chat.GetResponseAsync(prompt.Build(context, text), options: null, both.Token);
            return Read(response);
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
        // The transport reports its own failures as ModelFailure: what else an SDK throws, it throws over a 2xx.
        catch (Exception surprise)
        {
            return new AgentAnswer.NoAnswer(surprise.GetType().Name);
        }
    }

    private static AgentAnswer Read(ChatResponse response) => string.IsNullOrWhiteSpace(response.Text)
        ? new AgentAnswer.NoAnswer("empty")
        : new AgentAnswer.Answered(response.Text);
}
