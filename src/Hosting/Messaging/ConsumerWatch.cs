using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Workers.Hosting.Messaging;

/// <summary>
/// Looks whether this process' consumers are alive while the broker is: one whose channel has died looks well in
/// every other
/// way, but its queue has no consumer, or hints that nobody gives to us though slots are free.
/// </summary>
internal sealed partial class ConsumerWatch(
    IReadOnlyList<ConsumerPulse> pulses, BrokerLink looking, IBusControl bus, TimeProvider time, ILogger<ConsumerWatch> log)
    : BackgroundService
{
    /// <summary>How long a consumer may look dead before it is; a reconnection takes a second or two.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    internal static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LookLimit = TimeSpan.FromSeconds(5);
    private readonly Dictionary<string, long> _suspectSince = [];
    private string? _dead;

    /// <summary>The queue whose consumer is dead; null when all are alive, or nobody can tell.</summary>
    public string? Dead => Volatile.Read(ref _dead);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                Volatile.Write(ref _dead, await FindDeadAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // stopping
        }
    }

    private async Task<string?> FindDeadAsync(CancellationToken stopping)
    {
        string? dead = null;
        foreach (var pulse in pulses)
        {
            if (!await IsSuspectAsync(pulse, stopping))
                _suspectSince.Remove(pulse.Queue);
            else if (time.GetElapsedTime(Since(pulse.Queue)) >= Patience)
                dead = pulse.Queue;
        }

        if (dead is not null && Dead is null)
            LogDead(dead);
        return dead;
    }

    private long Since(string queue)
    {
        _suspectSince.TryAdd(queue, time.GetTimestamp());
        return _suspectSince[queue];
    }

    private async Task<bool> IsSuspectAsync(ConsumerPulse pulse, CancellationToken stopping)
    {
        if (!looking.IsUsable)
            return false;

        using var bound = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        bound.CancelAfter(LookLimit);
        try
        {
            var seen = await Look.AtAsync(looking, pulse.Queue, bound.Token);
            return seen is null or { Consumers: 0 }
                || bus.CheckHealth().Status != BusHealthStatus.Healthy
                || (seen.Ready > 0 && !pulse.IsFull && pulse.Silence >= Patience);
        }
        catch (Exception failure) when (RabbitHintQueue.IsOutage(failure) && !stopping.IsCancellationRequested)
        {
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The consumer of {Queue} is dead while the broker is there; liveness fails")]
    private partial void LogDead(string queue);
}
