using System.Net;
using System.Net.Sockets;

namespace Workers.Worker.Tests.Delivery;

/// <summary>A TCP server that reads a little of the first request and then does what a test says.</summary>
internal sealed class RawServer : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new(TimeSpan.FromSeconds(30));

    public RawServer(Func<NetworkStream, CancellationToken, Task> answer)
    {
        listener.Start();
        Served = ServeAsync(answer);
    }

    public Uri Url => new($"http://{listener.LocalEndpoint}/");

    public Task Served { get; }

    public void Dispose()
    {
        stop.Cancel();
        listener.Dispose();
        stop.Dispose();
    }

    private async Task ServeAsync(Func<NetworkStream, CancellationToken, Task> answer)
    {
        using var client = await listener.AcceptTcpClientAsync(stop.Token);
        await using var stream = client.GetStream();
        await stream.ReadAtLeastAsync(new byte[4096], 1, throwOnEndOfStream: false, stop.Token);
        await answer(stream, stop.Token);
    }
}
