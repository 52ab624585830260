using MassTransit;

namespace Workers.Hosting.Messaging;

/// <summary>Feels whether a queue's consumer is given anything: how many hints it has in flight, and since when it
/// had no new one.</summary>
internal sealed class ConsumerPulse(string queue, int slots, TimeProvider time, Action<string>? taken = null)
    : IFilter<ReceiveContext>
{
    private int _inFlight;
    private long _lastTaken = time.GetTimestamp();

    public string Queue => queue;

    public int InFlight => Volatile.Read(ref _inFlight);

    public bool IsFull => InFlight >= slots;

    public TimeSpan Silence => time.GetElapsedTime(Volatile.Read(ref _lastTaken));

    public async Task Send(ReceiveContext context, IPipe<ReceiveContext> next)
    {
        Interlocked.Increment(ref _inFlight);
        Volatile.Write(ref _lastTaken, time.GetTimestamp());
        taken?.Invoke(queue);
        try
        {
            await next.Send(context);
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("pulse");
}
