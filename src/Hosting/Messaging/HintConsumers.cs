using MassTransit;
using Microsoft.Extensions.Logging;

namespace Workers.Hosting.Messaging;

/// <summary>Which consumer takes which hints, and how many at a time.</summary>
public sealed class HintConsumers
{
    private readonly List<HintConsumer> _all = [];

    internal IReadOnlyList<HintConsumer> All => _all;

    /// <summary>Lets <typeparamref name="TConsumer"/> take hints from <paramref name="queue"/>, one scope for
    /// each.</summary>
    /// <param name="queue">One of <see cref="Contracts.QueueNames"/>.</param>
    /// <param name="slots">Hints in flight; also the prefetch, so that what is ready in the queue is waiting for a
    /// slot.</param>
    public HintConsumers On<THint, TConsumer>(string queue, int slots)
        where THint : class
        where TConsumer : class, IConsumer<THint>
    {
        _all.Add(new HintConsumer(queue, slots, typeof(TConsumer)));
        return this;
    }
}

/// <summary>One queue's consumer.</summary>
internal sealed record HintConsumer(string Queue, int Slots, Type Type)
{
    public void Receive(IRegistrationContext context, IReceiveEndpointConfigurator endpoint, ConsumerPulse pulse, ILogger log)
    {
        HintTopology.Receive(endpoint, Slots);
        endpoint.ConfigureReceive(pipe => pipe.UseFilter(pulse));
        endpoint.ConfigureError(pipe => pipe.UseFilter(new DiscardFilter<ExceptionReceiveContext>(log)));
        endpoint.ConfigureDeadLetter(pipe => pipe.UseFilter(new DiscardFilter<ReceiveContext>(log)));
        context.ConfigureConsumer(Type, endpoint);
    }
}
