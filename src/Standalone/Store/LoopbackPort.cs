using System.Net;
using System.Net.Sockets;

namespace Workers.Standalone.Store;

/// <summary>
/// A free port of 127.0.0.1 below those that systems give to outgoing connections, so that nobody takes it by chance
/// between the look and the server's start.
/// </summary>
internal static class LoopbackPort
{
    public static int Find()
    {
        while (true)
        {
            var port = Random.Shared.Next(20_000, 32_000);
            if (IsFree(port))
                return port;
        }
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
