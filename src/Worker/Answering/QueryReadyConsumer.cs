using MassTransit;
using Workers.Contracts.V1;
using Workers.Conversations;
using Workers.Hosting.Options;

namespace Workers.Worker.Answering;

/// <summary>Answers a conversation's head, and the next ones while the turns are short: begin, ask, end, hand on, ack.</summary>
internal sealed class QueryReadyConsumer(
    TurnStarter starter, LeaseKeeper keeper, Asking asking, TurnEnder ender, HintPublisher hints, Drain drain,
    AgentOptions agent, TimeProvider time, ILogger<QueryReadyConsumer> log) : IConsumer<QueryReady>
{
    /// <summary>Never throws: a thrown message is lost, and due times repair what was not done.</summary>
    public async Task Consume(ConsumeContext<QueryReady> context)
    {
        try
        {
            await AnswerAsync(context.Message);
        }
        catch (Exception surprise)
        {
            log.Surprised(surprise);
        }
    }

    internal async Task AnswerAsync(QueryReady hint)
    {
        var quantum = new Quantum(drain, time);
        for (QueryReady? next = hint; next is not null;)
            next = await AnswerAsync(next, quantum);
    }

    /// <summary>Runs one turn; gives the hint of the next one if it is to be run here and now.</summary>
    private async Task<QueryReady?> AnswerAsync(QueryReady hint, Quantum quantum)
    {
        using var scope = AnsweringLog.Scope(log, hint);
        var budget = new HoldBudget(agent.Timeout, time);
        await using var begun = await starter.BeginAsync(hint, budget);
        // The turn is held before anything is awaited: its lease runs since it was asked for.
        var running = RunAsync(begun, quantum, budget);
        await Task.WhenAll(running, hints.PublishAsync(begun.Handover));
        var (left, goesOn) = await running;
        if (!goesOn || left.Next is not { } next)
        {
            await hints.PublishAsync(left);
            return null;
        }

        await hints.PublishAsync(left with { Next = null });
        return next with { PublishedAt = 0 }; // it did not pass the queue, and says nothing of what waits there
    }

    private async Task<(Handover Left, bool GoesOn)> RunAsync(BegunTurn begun, Quantum quantum, HoldBudget budget)
    {
        if (begun.Turn is not { } turn)
            return (Handover.Nothing, false);

        using var held = keeper.Hold(turn, begun.AskedAt);
        var step = await asking.AskAsync(turn, held);
        var goesOn = step is not Step.Postpone && !quantum.IsOver;
        return (await ender.EndAsync(turn, step, goesOn, time.GetElapsedTime(begun.AskedAt), budget), goesOn);
    }
}
