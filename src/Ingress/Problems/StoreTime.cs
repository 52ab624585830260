using Microsoft.AspNetCore.Http.Timeouts;

namespace Workers.Ingress.Problems;

/// <summary>The time of a request with a body: one bound for the upload, and the store's only when it is there. Also that of
/// a request whose answer may be long.</summary>
internal static class StoreTime
{
    /// <summary>The policy of routes that take a body: their caller has <see cref="UploadBudget"/> to send it.</summary>
    public const string AfterUpload = "after-upload";

    /// <summary>The policy of the route whose body may be a batch.</summary>
    public const string AfterBatchUpload = "after-batch-upload";

    /// <summary>How long a body may take; 256 KiB arrive in time over a quarter of a megabit per second.</summary>
    public static TimeSpan UploadBudget { get; } = TimeSpan.FromSeconds(10);

    /// <summary>The same for a batch; 8 MiB arrive in time over three megabits per second.</summary>
    public static TimeSpan BatchUploadBudget { get; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a conversation may be read: a full mailbox is many calls, and each has a bound of its own.</summary>
    public static TimeSpan ReadingBudget { get; } = TimeSpan.FromSeconds(30);

    public static RequestTimeoutPolicy UploadPolicy(TimeSpan budget) => new()
    {
        Timeout = budget,
        TimeoutStatusCode = StatusCodes.Status408RequestTimeout,
        WriteTimeoutResponse = Refusals.TooSlow.ExecuteAsync,
    };

    /// <summary>Does what needs the store; call it when the body was read.</summary>
    public static Task<IResult> SpendAsync(HttpContext context, Func<CancellationToken, Task<IResult>> work) =>
        SpendAsync(context, ProblemPages.StoreBudget, work);

    /// <summary>Does what needs the store for longer; how fast the caller takes the answer is of no matter.</summary>
    public static async Task<IResult> SpendAsync(
        HttpContext context, TimeSpan most, Func<CancellationToken, Task<IResult>> work)
    {
        context.Features.Get<IHttpRequestTimeoutFeature>()?.DisableTimeout();
        using var budget = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        budget.CancelAfter(most);
        try
        {
            return await work(budget.Token);
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            return Refusals.StoreAway;
        }
    }
}
