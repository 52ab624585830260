using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Workers.Ingress.Tests;

/// <summary>Keeps the errors that were logged, by who logged them.</summary>
internal sealed class Faults : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _all = new();

    public IReadOnlyCollection<string> All => _all;

    public ILogger CreateLogger(string categoryName) => this;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
            _all.Enqueue(formatter(state, exception));
    }

    public void Dispose()
    {
    }
}
