using System.Diagnostics;

namespace Workers.Load.Figures;

/// <summary>Whether a worker slows down while much waits: once with next to nothing, once with a million queries.</summary>
internal sealed class DeepBacklog : IFigure
{
    private const int PerConversation = 10;
    private const int Shallow = 10;

    public string Name => "deep";

    public async Task<Finding> MeasureAsync(LoadPlan plan, Servers servers)
    {
        var conversations = Math.Max(plan.Slots, (plan.Waiting ?? 1_000_000) / PerConversation);
        var backlog = plan with { Conversations = conversations, Queries = conversations * PerConversation };
        await using var ingress = await InProcess.StartIngressAsync(servers);
        var steady = new SteadyBacklog(backlog, servers, ingress);
        var shallow = await steady.MeasureAsync(more: plan.Slots + Shallow, drain: true);
        var (used, watch) = (await RedisInfo.UsedMemoryAsync(servers), Stopwatch.StartNew());
        await Workload.SubmitAsync(backlog, Processes.TenantId, steady.SubmitAsync);
        var (filled, redis) = (watch.Elapsed, (await RedisInfo.UsedMemoryAsync(servers) - used) >> 20);
        var deep = await steady.MeasureAsync(more: 0, drain: false);
        return Found(backlog, shallow, deep, filled, redis);
    }

    private static Finding Found(LoadPlan backlog, TurnRate shallow, TurnRate deep, TimeSpan filled, long redisMiB)
    {
        var ratio = Math.Round(deep.TurnsPerSecond / shallow.TurnsPerSecond, 2);
        return new Finding(
            $"{deep.TurnsPerSecond} turns/s with {backlog.Queries} waiting, {shallow.TurnsPerSecond} with {Shallow}; "
                + $"{redisMiB} MiB of Redis",
            new
            {
                shallow = new { waiting = Shallow, rate = shallow },
                deep = new { waiting = backlog.Queries, backlog.Conversations, rate = deep },
                ratio, redisMiB, filledPerSecond = Math.Round(backlog.Queries / filled.TotalSeconds),
            },
            Aim.AtLeast("ratio", ratio, 0.77));
    }
}
