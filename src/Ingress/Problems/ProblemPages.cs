using Microsoft.AspNetCore.Http.Timeouts;

namespace Workers.Ingress.Problems;

/// <summary>
/// Makes every error of this application a problem, also those that the framework answers with an empty body.
/// </summary>
internal static class ProblemPages
{
    /// <summary>How long a request may wait for the store; its caller has a 503 within three seconds.</summary>
    public static TimeSpan StoreBudget { get; } = TimeSpan.FromSeconds(2.5);

    public static IServiceCollection AddProblemPages(this IServiceCollection services) => services
        .AddExceptionHandler<ExceptionProblems>()
        .AddRequestTimeouts(timeouts => timeouts
            .AddPolicy(StoreTime.AfterUpload, StoreTime.UploadPolicy(StoreTime.UploadBudget))
            .AddPolicy(StoreTime.AfterBatchUpload, StoreTime.UploadPolicy(StoreTime.BatchUploadBudget))
            .DefaultPolicy = new RequestTimeoutPolicy
            {
                Timeout = StoreBudget,
                TimeoutStatusCode = StatusCodes.Status503ServiceUnavailable,
                WriteTimeoutResponse = Refusals.StoreAway.ExecuteAsync,
            });

    public static void UseProblemPages(this IApplicationBuilder app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = Refusals.Failed.ExecuteAsync });
        app.UseStatusCodePages(page =>
            Refusals.OfStatus(page.HttpContext.Response.StatusCode).ExecuteAsync(page.HttpContext));
    }
}
