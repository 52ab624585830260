using System.Diagnostics;
using System.Threading.Channels;
using Workers.Conversations;
using Workers.Testing;

namespace Workers.Load;

/// <summary>A worker whose turns are each replaced by a submission as they begin, so that as much waits at the end as at
/// the start, and each turn costs the same two steps however much that is.</summary>
internal sealed class SteadyBacklog(LoadPlan plan, Servers servers, InProcess ingress)
{
    private const int WarmUpTurns = 3_000;
    private const int MostPerConversation = 1_000;
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(2);
    private int next;

    /// <summary>The middle of several windows by its rate, after a warm-up.</summary>
    /// <param name="more">Queries that are submitted first.</param>
    /// <param name="drain">Whether to answer all that waits in the end.</param>
    public async Task<TurnRate> MeasureAsync(int more, bool drain)
    {
        var begun = Channel.CreateUnbounded<bool>();
        var model = new CountingModel(TimeSpan.Zero, 1, int.MaxValue) { WhenAsked = () => begun.Writer.TryWrite(true) };
        model.LetGo();
        for (var i = 0; i < more; i++)
            begun.Writer.TryWrite(true);
        var replacing = Task.WhenAll(Enumerable.Range(0, plan.Slots).Select(_ => ReplaceAsync(begun.Reader)));
        await using var worker = await InProcess.StartWorkerAsync(servers, plan.Slots, model);
        await Eventually.TrueAsync(() => model.Asked >= WarmUpTurns, Bound, "the worker is warm");
        var rates = new List<TurnRate>();
        for (var round = 0; round < plan.Rounds; round++)
            rates.Add(await RateAsync(model));
        begun.Writer.Complete();
        await replacing;
        if (drain)
            await ingress.IdleAsync(Bound);
        return rates.OrderBy(rate => rate.TurnsPerSecond).ElementAt(rates.Count / 2);
    }

    /// <summary>One more query of a conversation.</summary>
    public Task SubmitAsync(ConversationRef conversation) =>
        ingress.SubmitAsync(conversation, Workload.Query(conversation), MostPerConversation);

    private async Task<TurnRate> RateAsync(CountingModel model)
    {
        var (cpu, before, watch) = (await CpuTime.NowAsync(servers, ingress.Redis), model.Asked, Stopwatch.StartNew());
        await Task.Delay(TimeSpan.FromSeconds(plan.Seconds ?? 10));
        var (turns, took) = (model.Asked - before, watch.Elapsed);
        return new TurnRate(
            Math.Round(turns / took.TotalSeconds), (await CpuTime.NowAsync(servers, ingress.Redis)).PerOne(cpu, turns));
    }

    private async Task ReplaceAsync(ChannelReader<bool> begun)
    {
        await foreach (var _ in begun.ReadAllAsync())
            await SubmitAsync(Workload.Conversation(Processes.TenantId, Interlocked.Increment(ref next) % plan.Conversations));
    }
}

/// <summary>How fast turns go, and what one costs.</summary>
internal sealed record TurnRate(double TurnsPerSecond, CpuTime CpuPerTurn);
