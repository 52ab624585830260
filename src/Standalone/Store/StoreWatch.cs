namespace Workers.Standalone.Store;

/// <summary>Lets nothing start before the store is ready, and ends the process when it ended by itself.</summary>
internal sealed partial class StoreWatch(
    EmbeddedStore store, IHostApplicationLifetime lifetime, ILogger<StoreWatch> logger) : BackgroundService
{
    private static readonly TimeSpan ReadyBound = TimeSpan.FromMinutes(2); // a long log of a long life is read first

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await store.ReadyAsync(ReadyBound, cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await store.ExitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (stoppingToken.IsCancellationRequested)
            return;
        LogEnded(store.Log);
        Environment.ExitCode = 1;
        lifetime.StopApplication();
    }

    [LoggerMessage(LogLevel.Critical, "The embedded store has ended, so we stop; its log is {Log}.")]
    private partial void LogEnded(string log);
}
