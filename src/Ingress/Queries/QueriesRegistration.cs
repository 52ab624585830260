using Workers.Ingress.Limits;
using Workers.Ingress.Problems;

namespace Workers.Ingress.Queries;

/// <summary>Submitting and reading queries.</summary>
internal static class QueriesRegistration
{
    public static IServiceCollection AddQueries(this IServiceCollection services) => services
        .AddSingleton<QueryLinks>()
        .AddSingleton<PassingRules>()
        .AddSingleton<TenantLimits>()
        .AddSingleton<HintSender>()
        .AddSingleton<DeathBeforePublish>()
        .AddSingleton<Submitter>()
        .AddSingleton<IdempotentSubmitter>()
        .AddSingleton<QueryAcceptor>()
        .AddSingleton<BatchSubmitter>()
        .AddSingleton<QueryWatcher>()
        .AddHostedService(provider => provider.GetRequiredService<QueryWatcher>());

    public static void MapQueries(this IEndpointRouteBuilder v1)
    {
        SubmitMetrics.Show();
        LimitMetrics.Show();
        v1.MapPost("/queries", SubmitEndpoint.SubmitAsync)
            .WithRequestTimeout(StoreTime.AfterUpload)
            .AddEndpointFilter(SubmitMetrics.ObserveAsync).AddEndpointFilter(RateHeaders.WriteAsync);
        v1.MapPost("/queries/batch", BatchEndpoint.SubmitAsync)
            .WithRequestTimeout(StoreTime.AfterBatchUpload).AddEndpointFilter(RateHeaders.WriteAsync);
        v1.MapRead("/queries/{id}", ReadEndpoints.StatusAsync);
        v1.MapRead("/queries/{id}/result", ReadEndpoints.ResultAsync);
        v1.MapDelete("/queries/{id}", CancelEndpoint.CancelAsync);
    }
}
