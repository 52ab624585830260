using System.Net;
using System.Net.Sockets;
using Workers.Hosting.Options;

namespace Workers.Worker.Delivery;

/// <summary>
/// Dials a receiver, and only at an address that webhooks may reach. It looks at the address that is dialled: a check
/// of the name alone is passed by a name that resolves to something else a moment later.
/// </summary>
internal sealed class AddressGuard(WebhooksOptions options)
{
    /// <summary>All addresses of a name. Asked once for a connection: what is checked is what is dialled.</summary>
    internal Func<string, CancellationToken, Task<IPAddress[]>> Resolve { get; init; } = Dns.GetHostAddressesAsync;

    /// <summary>Connects to the first of these addresses that answers.</summary>
    internal Func<IPAddress[], int, CancellationToken, Task<Stream>> Dial { get; init; } = DialAsync;

    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation) =>
        await Dial(await AllowedAsync(context.DnsEndPoint.Host, cancellation), context.DnsEndPoint.Port, cancellation);

    /// <exception cref="BlockedAddressException">The name has no address that webhooks may reach.</exception>
    internal async Task<IPAddress[]> AllowedAsync(string host, CancellationToken cancellation)
    {
        // The resolver throws on 0.0.0.0 and ::, which the guard has to judge.
        IPAddress[] all = IPAddress.TryParse(host, out var literal) ? [literal] : await Resolve(host, cancellation);
        if (options.DangerousAllowPrivateAddresses)
            return all;
        var allowed = Array.FindAll(all, BlockedNetworks.Allow);
        return allowed.Length > 0 ? allowed : throw new BlockedAddressException();
    }

    private static async Task<Stream> DialAsync(IPAddress[] addresses, int port, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>A receiver's name has only addresses that webhooks may not reach.</summary>
internal sealed class BlockedAddressException() : Exception("No address of the receiver may be reached by webhooks.");
