using System.Diagnostics;

namespace Workers.Load;

/// <summary>The product: what the ingress does to a submission, and a whole worker.</summary>
internal sealed class OurPipeline(LoadPlan plan, Servers servers)
{
    /// <summary>Submits first and answers then, so that both rates are seen alone.</summary>
    public async Task<(Rates, Audit)> RunAsync(string tenant)
    {
        var model = new CountingModel(plan.AgentWait, Math.Min(plan.Slots, plan.Conversations), plan.Queries);
        await using var ingress = await InProcess.StartIngressAsync(servers);
        var submitting = await Phase.MeasureAsync(plan, servers, ingress.Redis, () => SubmitAsync(ingress, tenant));
        await using var worker = await InProcess.StartWorkerAsync(servers, plan.Slots, model);
        await model.ReadyAsync();
        var answering = await Phase.MeasureAsync(plan, servers, ingress.Redis, () => AnsweredAsync(ingress, model));
        return (Rates.Of(plan, submitting, answering), await Audit.OfAsync(plan, tenant, ingress.Store));
    }

    /// <summary>Submits while the worker answers.</summary>
    public async Task<(Rates, Audit)> BurstAsync(string tenant)
    {
        var model = new CountingModel(plan.AgentWait, 1, plan.Queries);
        await using var ingress = await InProcess.StartIngressAsync(servers);
        await using var worker = await InProcess.StartWorkerAsync(servers, plan.Slots, model);
        var submitting = TimeSpan.Zero;
        var whole = await Phase.MeasureAsync(plan, servers, ingress.Redis, async () =>
        {
            var watch = Stopwatch.StartNew();
            var answered = AnsweredAsync(ingress, model);
            await SubmitAsync(ingress, tenant);
            submitting = watch.Elapsed;
            await answered;
        });
        return (Rates.OfBurst(plan, submitting, whole), await Audit.OfAsync(plan, tenant, ingress.Store));
    }

    private Task SubmitAsync(InProcess ingress, string tenant) => Workload.SubmitAsync(plan, tenant,
        conversation => ingress.SubmitAsync(conversation, Workload.Query(conversation), plan.PerConversation));

    private static async Task AnsweredAsync(InProcess ingress, CountingModel model)
    {
        model.LetGo();
        await model.AnsweredAsync();
        await ingress.IdleAsync(TimeSpan.FromMinutes(1));
    }
}
