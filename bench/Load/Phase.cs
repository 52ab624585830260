using System.Diagnostics;
using StackExchange.Redis;

namespace Workers.Load;

/// <summary>A measured part of a round.</summary>
/// <param name="Took">How long all queries took.</param>
/// <param name="Cpu">What one query cost.</param>
internal sealed record Phase(TimeSpan Took, CpuTime Cpu)
{
    public static async Task<Phase> MeasureAsync(
        LoadPlan plan, Servers servers, IConnectionMultiplexer redis, Func<Task> work)
    {
        var start = await CpuTime.NowAsync(servers, redis);
        var watch = Stopwatch.StartNew();
        await work();
        var took = watch.Elapsed;
        return new Phase(took, (await CpuTime.NowAsync(servers, redis)).PerOne(start, plan.Queries));
    }
}
