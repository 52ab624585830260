using MassTransit;
using Microsoft.Extensions.Logging;

namespace Workers.Hosting.Messaging;

/// <summary>
/// The end of a message that cannot be read or whose consumer threw: dropped and counted. It is a hint, due times
/// repair what
/// it stood for; an <c>_error</c> queue would only grow, and returning it would loop.
/// </summary>
internal sealed partial class DiscardFilter<TContext>(ILogger log) : IFilter<TContext>
    where TContext : class, ReceiveContext
{
    public Task Send(TContext context, IPipe<TContext> next)
    {
        MessagingMetrics.CountUnknown();
        LogDiscarded(context.InputAddress.AbsolutePath, (context as ExceptionReceiveContext)?.Exception.GetType().Name);
        return Task.CompletedTask;
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("discard");

    [LoggerMessage(Level = LogLevel.Warning, Message = "A message from {Queue} was dropped ({Failure})")]
    private partial void LogDiscarded(string queue, string? failure);
}
