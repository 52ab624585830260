using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Workers.Testing;

/// <summary>
/// A wire to a server on 127.0.0.1 that can be cut (connections reset, new ones refused), stalled (bytes held) or slowed,
/// in both directions or in one.
/// </summary>
public sealed class TcpLink : IAsyncDisposable
{
    private readonly int _target;
    private readonly TcpListener _listener = new(IPAddress.Loopback, FreePort.Next());
    private readonly ConcurrentDictionary<Socket, byte> _sockets = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _accepting;
    private readonly TcpLane _toServer = new();
    private readonly TcpLane _toClient = new();
    private volatile LastWords? _lastWords;
    private volatile bool _cut;

    /// <summary>Opens a link to <paramref name="target"/>, healthy at first.</summary>
    public TcpLink(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>The port on 127.0.0.1 that leads to the server.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Connections that were accepted so far.</summary>
    public int Accepted { get; private set; }

    /// <summary>Resets what is connected and each connection to come, until <see cref="Heal"/>.</summary>
    public void Cut()
    {
        _cut = true;
        foreach (var socket in _sockets.Keys)
        {
            Reset(socket);
        }
    }

    /// <summary>Holds all bytes back in this direction, connections stay open, until <see cref="Heal"/>.</summary>
    public void Stall(LinkDirection direction = LinkDirection.Both) => Each(direction, lane => lane.Stall());

    /// <summary>Lets each packet wait so long in this direction, until <see cref="Heal"/>.</summary>
    public void Slow(TimeSpan delay, LinkDirection direction = LinkDirection.Both) =>
        Each(direction, lane => lane.Delay = delay);

    /// <summary>
    /// Stalls the way to the client as soon as a packet to the server holds these words, and lets that packet pass: what
    /// the server does with it is done, and its answer does not arrive. Completes when the packet was sent.
    /// </summary>
    public Task LoseAnswerToAsync(string words)
    {
        _lastWords = new LastWords(Encoding.UTF8.GetBytes(words));
        return _lastWords.Sent.Task;
    }

    /// <summary>Lets connections and bytes pass again; what a stall held back arrives.</summary>
    public void Heal()
    {
        _cut = false;
        _lastWords = null;
        Each(LinkDirection.Both, lane => lane.Heal());
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        _listener.Dispose();
        Cut();
        Heal();
        await _accepting;
        _ended.Dispose();
    }

    private void Each(LinkDirection direction, Action<TcpLane> act)
    {
        if (direction is not LinkDirection.ToClient)
        {
            act(_toServer);
        }

        if (direction is not LinkDirection.ToServer)
        {
            act(_toClient);
        }
    }

    private async Task AcceptAsync()
    {
        var links = new List<Task>();
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync(_ended.Token);
                Accepted++;
                links.Add(CarryAsync(client));
            }
        }
        catch (Exception end) when (end is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            await Task.WhenAll(links);
        }
    }

    private async Task CarryAsync(Socket client)
    {
        using var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        server.NoDelay = client.NoDelay = true;
        try
        {
            _sockets[client] = _sockets[server] = 0;
            await server.ConnectAsync(IPAddress.Loopback, _target, _ended.Token);
            ObjectDisposedException.ThrowIf(_cut, client);
            await await Task.WhenAny(PumpAsync(client, server, _toServer), PumpAsync(server, client, _toClient));
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // the other end sees the reset below
        }
        finally
        {
            Reset(client);
            Reset(server);
        }
    }

    private async Task PumpAsync(Socket from, Socket to, TcpLane lane)
    {
        var buffer = new byte[64 * 1024];
        while (await from.ReceiveAsync(buffer, _ended.Token) is > 0 and var count)
        {
            var last = lane == _toServer && _lastWords is { } words && words.AreIn(buffer.AsSpan(0, count)) ? words : null;
            if (last is not null)
            {
                _toClient.Stall();
            }

            await lane.PassAsync(_ended.Token);
            for (var sent = 0; sent < count;)
            {
                sent += await to.SendAsync(buffer.AsMemory(sent, count - sent), _ended.Token);
            }

            last?.Sent.TrySetResult();
        }
    }

    private void Reset(Socket socket)
    {
        _sockets.TryRemove(socket, out _);
        socket.Close(timeout: 0); // no linger: the peer gets a reset
    }

    private sealed record LastWords(byte[] Bytes)
    {
        public TaskCompletionSource Sent { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool AreIn(ReadOnlySpan<byte> packet) => packet.IndexOf(Bytes) >= 0;
    }
}
