namespace Workers.Worker;

/// <summary>Waits for calls that may not heed their token.</summary>
internal static class Abandoning
{
    /// <summary>The call's end, or the token's cancellation if that comes first; nobody then looks at how the call
    /// ends.</summary>
    public static Task OrAbandonedAsync(this Task call, CancellationToken cancellation)
    {
        Observe(call);
        return call.WaitAsync(cancellation);
    }

    /// <inheritdoc cref="OrAbandonedAsync(Task, CancellationToken)"/>
    public static Task<T> OrAbandonedAsync<T>(this Task<T> call, CancellationToken cancellation)
    {
        Observe(call);
        return call.WaitAsync(cancellation);
    }

    private static void Observe(Task call) => call.ContinueWith(
        static ended => _ = ended.Exception, CancellationToken.None,
        TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
}
