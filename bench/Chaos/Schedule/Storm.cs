using System.Collections.Concurrent;
using Workers.Chaos.World;

namespace Workers.Chaos.Schedule;

/// <summary>Carries the timetable out; when it returns, everything is healed.</summary>
internal sealed class Storm(Stage stage, Action<string> tell)
{
    private const int MostHealings = 5;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly ConcurrentDictionary<string, SemaphoreSlim> targets = new();
    private readonly ConcurrentQueue<Happening> happenings = new();

    public async Task<IReadOnlyList<Happening>> RageAsync(
        IReadOnlyList<Strike> strikes, DateTimeOffset start, CancellationToken stop)
    {
        await Task.WhenAll(strikes.Select(strike => StrikeAsync(strike, start, stop)));
        return [.. happenings.OrderBy(happening => happening.InjectedAt)];
    }

    private async Task StrikeAsync(Strike strike, DateTimeOffset start, CancellationToken stop)
    {
        var wait = start + strike.At - DateTimeOffset.UtcNow;
        await Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, stop);
        var target = targets.GetOrAdd(strike.Fault.Target, _ => new SemaphoreSlim(1));
        if (!await target.WaitAsync(Patience, stop))
        {
            var now = DateTimeOffset.UtcNow;
            Tell(new Happening(strike, now, now, "its target was not healed yet"), start);
            return;
        }

        try
        {
            Tell(await InjectAndHealAsync(strike, start, stop), start);
        }
        finally
        {
            target.Release();
        }
    }

    private async Task<Happening> InjectAndHealAsync(Strike strike, DateTimeOffset start, CancellationToken stop)
    {
        var at = DateTimeOffset.UtcNow;
        string? failure = null;
        try
        {
            tell($"{(at - start).TotalSeconds,7:F1} s  {strike.Fault.Tells}");
            await strike.Fault.InjectAsync(stage, stop);
            await Task.Delay(strike.For, stop);
        }
        catch (Exception reason) when (!stop.IsCancellationRequested)
        {
            failure = $"{reason.GetType().Name}: {reason.Message.Split('\n')[0]}";
        }

        await HealAsync(strike, stop);
        return new Happening(strike, at, DateTimeOffset.UtcNow, failure);
    }

    // on a busy machine a broker or its tools may be too slow for once
    private async Task HealAsync(Strike strike, CancellationToken stop)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await strike.Fault.HealAsync(stage, stop);
                return;
            }
            catch (Exception failure) when (tries < MostHealings && !stop.IsCancellationRequested)
            {
                tell($"           not healed yet: {strike.Fault.Tells} ({failure.Message.Split('\n')[0]})");
                await Task.Delay(TimeSpan.FromSeconds(1), stop);
            }
        }
    }

    private void Tell(Happening happening, DateTimeOffset start)
    {
        happenings.Enqueue(happening);
        var fault = happening.Strike.Fault;
        if (happening.NotInjected is { } reason)
            tell($"{(happening.HealedAt - start).TotalSeconds,7:F1} s  not injected: {fault.Tells} ({reason})");
    }
}
