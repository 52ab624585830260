using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Workers.Ingress.Limits;

/// <summary>What one connection may cost: a caller that sends or reads too slowly is cut off.</summary>
internal static class ConnectionLimits
{
    /// <summary>How long a request's headers may take; 408 and the end of the connection after it.</summary>
    public static TimeSpan HeadersWithin { get; } = TimeSpan.FromSeconds(5);

    private const int MostConnections = 20_000;

    // Bytes a second, from five seconds after a body's first: the routes bound its whole time besides.
    private static readonly MinDataRate Slowest = new(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));

    public static void Set(KestrelServerLimits limits)
    {
        limits.RequestHeadersTimeout = HeadersWithin;
        limits.KeepAliveTimeout = TimeSpan.FromMinutes(2);
        limits.MinRequestBodyDataRate = Slowest;
        limits.MinResponseDataRate = Slowest;
        limits.MaxConcurrentConnections = MostConnections;
        limits.MaxRequestLineSize = 8 * 1024;
        limits.MaxRequestHeadersTotalSize = 32 * 1024;
        limits.MaxRequestHeaderCount = 100;
    }
}
