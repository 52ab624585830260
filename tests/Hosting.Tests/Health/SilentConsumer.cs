using MassTransit;
using Workers.Contracts.V1;

namespace Workers.Hosting.Tests.Health;

internal sealed class SilentConsumer : IConsumer<QueryReady>
{
    public Task Consume(ConsumeContext<QueryReady> context) => Task.CompletedTask;
}
