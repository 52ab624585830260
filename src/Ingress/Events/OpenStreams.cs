using System.Threading.RateLimiting;
using Workers.Ingress.Access;

namespace Workers.Ingress.Events;

/// <summary>Bounds the event streams that each tenant has open at this ingress.</summary>
internal sealed class OpenStreams : IDisposable
{
    private readonly PartitionedRateLimiter<Caller> _open = PartitionedRateLimiter.Create<Caller, string>(
        caller => RateLimitPartition.GetConcurrencyLimiter(
            caller.Tenant, _ => new ConcurrencyLimiterOptions { PermitLimit = caller.Options.MaxStreams }));

    /// <summary>One more until it is disposed, or null when as many are open as may be.</summary>
    public IDisposable? Take(Caller caller) =>
        _open.AttemptAcquire(caller) is { IsAcquired: true } place ? place : null;

    public void Dispose() => _open.Dispose();
}
