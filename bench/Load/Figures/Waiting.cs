using System.Diagnostics;
using Workers.Conversations;

namespace Workers.Load.Figures;

/// <summary>What a turn costs that waits for its model: one worker process, each query a conversation of its own.</summary>
internal sealed class Waiting : IFigure
{
    private const int MostSlots = 20_000; // what Worker:Slots allows
    private const int OtherFiles = 500; // what a process has open beside its connections to the model
    private const int WarmUps = 500;
    private static readonly TimeSpan ModelTakes = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(10);

    public string Name => "waiting";

    public async Task<Finding> MeasureAsync(LoadPlan plan, Servers servers)
    {
        var count = new[] { plan.Waiting ?? MostSlots, MostSlots, Machine.OpenFiles() - OtherFiles }.Min();
        await using var model = await NumberedModel.StartAsync();
        await using var ingress = await InProcess.StartIngressAsync(servers);
        await using var worker = await Processes.StartWorkerAsync(
            servers, model, ("Worker:Slots", $"{MostSlots}"), ("Worker:Roles", "agent"));
        await AnswerAsync(ingress, "warm-up", WarmUps);
        model.Wait = plan.AgentWait > TimeSpan.Zero ? plan.AgentWait : ModelTakes;
        var before = ProcessUse.Of(worker.Process.Id);
        var watch = Stopwatch.StartNew();
        var peak = await ProcessPeak.DuringAsync(
            worker, () => model.InFlight, () => AnswerAsync(ingress, "waiting", count));
        return Found(count, model, before, peak, ProcessUse.Of(worker.Process.Id), watch.Elapsed);
    }

    private static async Task AnswerAsync(InProcess ingress, string kind, int count)
    {
        await Parallel.ForEachAsync(
            Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = 256 },
            async (number, _) =>
            {
                var conversation = new ConversationRef(Processes.TenantId, $"{kind}-{number}");
                await ingress.SubmitAsync(conversation, Workload.Query(conversation), 1);
            });
        await ingress.IdleAsync(Bound);
    }

    private static Finding Found(
        int count, NumberedModel model, ProcessUse before, ProcessPeak peak, ProcessUse after, TimeSpan took)
    {
        var kilobytes = Math.Round((peak.ResidentBytes - before.ResidentBytes) / 1024.0 / Math.Max(1, peak.InFlight), 1);
        var cpu = Math.Round((after.CpuMicroseconds - before.CpuMicroseconds) / count);
        return new Finding(
            $"{peak.InFlight} of {count} at once, {kilobytes} KiB each, {cpu} us of the worker a turn",
            new
            {
                queries = count, modelTakesMs = model.Wait.TotalMilliseconds, inFlightAtOnce = peak.InFlight,
                residentMiBBefore = before.ResidentBytes >> 20, residentMiBAtPeak = peak.ResidentBytes >> 20,
                residentKiBPerTurn = kilobytes, workerCpuMicrosecondsPerTurn = cpu,
                tookSeconds = Math.Round(took.TotalSeconds, 1), openFilesPerProcess = Machine.OpenFiles(),
            },
            Aim.AtLeast("inFlightAtOnce", peak.InFlight, 10_000), Aim.AtMost("residentKiBPerTurn", kilobytes, 100));
    }
}
