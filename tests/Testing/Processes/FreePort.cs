using System.Net;
using System.Net.Sockets;

namespace Workers.Testing;

/// <summary>
/// Hands out free ports of 127.0.0.1 below the range that the kernel gives to outgoing connections: else a client that
/// reconnects while its server is down may take the server's port, or even connect to itself.
/// </summary>
public static class FreePort
{
    private const int First = 10_000;
    private const int Last = 32_000;
    private static readonly HashSet<int> Given = [];

    /// <summary>A port that nobody listens on and that this process has not handed out before.</summary>
    public static int Next()
    {
        lock (Given)
        {
            for (var tries = 0; tries < 1000; tries++)
            {
                var port = Random.Shared.Next(First, Last);
                if (IsFree(port) && Given.Add(port))
                {
                    return port;
                }
            }
        }

        throw new InvalidOperationException($"no free port between {First} and {Last}");
    }

    private static bool IsFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
