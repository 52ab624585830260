using MassTransit;
using Workers.Contracts.V1;
using Workers.Hosting.Options;

namespace Workers.Worker.Answering;

/// <summary>Answers a conversation's head: begin, ask, end, hand on, ack.</summary>
internal sealed class QueryReadyConsumer(
    TurnStarter starter, LeaseKeeper keeper, Asking asking, TurnEnder ender, HintPublisher hints, AgentOptions agent,
    TimeProvider time, ILogger<QueryReadyConsumer> log) : IConsumer<QueryReady>
{
    /// <summary>Never throws: a thrown message is lost, and due times repair what was not done.</summary>
    public async Task Consume(ConsumeContext<QueryReady> context)
    {
        using var scope = AnsweringLog.Scope(log, context.Message);
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
        var budget = new HoldBudget(agent.Timeout, time);
        await using var begun = await starter.BeginAsync(hint, budget);
        // The turn is held before anything is awaited: its lease runs since it was asked for.
        await Task.WhenAll(RunAsync(begun, budget), hints.PublishAsync(begun.Handover));
    }

    private async Task RunAsync(BegunTurn begun, HoldBudget budget)
    {
        if (begun.Turn is not { } turn)
            return;

        using var held = keeper.Hold(turn, begun.AskedAt);
        var step = await asking.AskAsync(turn, held);
        await ender.EndAsync(turn, step, time.GetElapsedTime(begun.AskedAt), budget);
    }
}
