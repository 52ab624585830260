using System.Diagnostics;
using Workers.Conversations;
using Workers.Hosting.Options;
using Workers.Hosting.Telemetry;
using Workers.Worker.Agent;

namespace Workers.Worker.Answering;

/// <summary>Asks the model about a held turn, if the model's gate lets it, and says what happens next.</summary>
internal sealed class Asking(Asker asker, ModelGate gate, AgentOptions agent, TimeProvider time)
{
    /// <summary>Never throws but for surprises: a dropped turn is a step like the others.</summary>
    public async Task<Step> AskAsync(Turn turn, HeldTurn held)
    {
        using var span = Span(turn);
        var startedAt = time.GetTimestamp();
        var pass = gate.TryEnter();
        AgentAnswer? answer = pass.MayCall ? null : new AgentAnswer.GateClosed(pass.RetryIn);
        try
        {
            answer ??= await asker.AskAsync(turn.Context, turn.Query.Text, held.Token);
        }
        catch (OperationCanceledException) when (held.Reason != DropReason.None)
        {
            return Steps.After(held.Reason);
        }
        finally
        {
            if (pass.MayCall)
                gate.Report(pass, answer);
        }

        var age = turn.BegunAt - turn.SubmittedAt + time.GetElapsedTime(startedAt);
        return Steps.After(answer, turn, age, agent);
    }

    private static Activity? Span(Turn turn)
    {
        ActivityContext.TryParse(turn.Query.TraceParent, null, isRemote: true, out var submission);
        return Tracing.Source.StartActivity("turn", ActivityKind.Consumer, submission)?
            .SetTag("workers.query", turn.Grant.Query.ToString())
            .SetTag("workers.attempts", turn.Attempts);
    }
}
