using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;

namespace Workers.Hosting.Messaging;

/// <summary>Keeps one connection to the broker open for one purpose, and tells whether it can be used now.</summary>
internal sealed partial class BrokerLink(ConnectionFactory factory, string purpose, ILogger<BrokerLink> log)
    : BackgroundService
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private TaskCompletionSource<IConnection> _usable = NewSource();
    private bool _isStopped;

    /// <summary>False while there is no connection, and while the broker's alarm blocks it.</summary>
    public bool IsUsable => _usable.Task.IsCompletedSuccessfully;

    /// <summary>The connection, as soon as it can be used.</summary>
    public Task<IConnection> ConnectionAsync(CancellationToken cancellation) => _usable.Task.WaitAsync(cancellation);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var wasLost = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var connection = await factory.CreateConnectionAsync($"workers {purpose}", stoppingToken);
                LogConnected(purpose);
                wasLost = false;
                await UntilLostAsync(connection, stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                if (!wasLost)
                    LogLost(purpose, failure.GetBaseException().Message);
                wasLost = true;
            }

            await Task.Delay(RetryAfter, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task UntilLostAsync(IConnection connection, CancellationToken stopping)
    {
        var lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        connection.ConnectionShutdownAsync += (_, reason) => Done(() => lost.TrySetException(
            new IOException($"The broker closed the connection: {reason.ReplyText}")));
        connection.ConnectionBlockedAsync += (_, alarm) => Done(() => Block(alarm.Reason));
        connection.ConnectionUnblockedAsync += (_, _) => Done(() => Use(connection));
        if (!connection.IsOpen)
            return;

        try
        {
            Use(connection);
            await lost.Task.WaitAsync(stopping);
        }
        finally
        {
            Withdraw(isStopped: stopping.IsCancellationRequested);
        }
    }

    private void Use(IConnection connection)
    {
        lock (_gate)
            _usable.TrySetResult(connection);
    }

    private void Block(string reason)
    {
        LogBlocked(purpose, reason);
        Withdraw(isStopped: false);
    }

    private void Withdraw(bool isStopped)
    {
        lock (_gate)
        {
            _isStopped |= isStopped;
            if (_usable.Task.IsCompleted)
                _usable = NewSource();
            if (_isStopped)
                _usable.TrySetCanceled();
        }
    }

    private static Task Done(Action action)
    {
        action();
        return Task.CompletedTask;
    }

    private static TaskCompletionSource<IConnection> NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    [LoggerMessage(Level = LogLevel.Information, Message = "Connected to RabbitMQ to {Purpose}")]
    private partial void LogConnected(string purpose);

    [LoggerMessage(Level = LogLevel.Warning, Message = "No connection to RabbitMQ to {Purpose}: {Reason}; trying until it is there")]
    private partial void LogLost(string purpose, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "RabbitMQ takes no messages now ({Reason}); waiting to {Purpose}")]
    private partial void LogBlocked(string purpose, string reason);
}
