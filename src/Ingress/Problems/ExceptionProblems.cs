using Microsoft.AspNetCore.Diagnostics;
using Workers.Conversations.Redis;

namespace Workers.Ingress.Problems;

/// <summary>
/// Turns what stopped a request into a problem: a store that is away, a body that is too large, a surprise.
/// </summary>
internal sealed class ExceptionProblems : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(
        HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var problem = Of(exception);
        if (problem is null)
            return false;
        await problem.ExecuteAsync(httpContext);
        return true;
    }

    private static Problem? Of(Exception exception) => exception switch
    {
        BadHttpRequestException refused => Refusals.OfStatus(refused.StatusCode),
        _ when StoreOutage.Covers(exception) => Refusals.StoreAway,
        _ => null,
    };
}
