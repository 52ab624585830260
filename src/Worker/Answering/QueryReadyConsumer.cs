using MassTransit;
using Workers.Contracts.V1;
using Workers.Conversations;

namespace Workers.Worker.Answering;

/// <summary>Answers a conversation's head: begin, ask, end, hand on, ack.</summary>
internal sealed class QueryReadyConsumer(
    TurnStarter starter, LeaseKeeper keeper, Asking asking, TurnEnder ender, TimeProvider time,
    ILogger<QueryReadyConsumer> log) : IConsumer<QueryReady>
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
        var askedAt = time.GetTimestamp();
        await using var begun = await starter.BeginAsync(hint);
        if (begun.Turn is not { } turn)
            return;

        using var held = keeper.Hold(turn, askedAt);
        var step = await asking.AskAsync(turn, held);
        await ender.EndAsync(turn, step, time.GetElapsedTime(askedAt));
    }
}
