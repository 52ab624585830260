using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections.Features;
using Workers.Hosting.Options;
using Workers.Testing;
using Workers.Worker.Delivery;

namespace Workers.Worker.Tests.Delivery;

/// <summary>What becomes of a connection whose answer has a body: about 16 KiB are read and thrown away, not
/// more.</summary>
public sealed class WebhookConnectionTests : IDisposable
{
    private static readonly WebhooksOptions Open = new() { DangerousAllowPrivateAddresses = true };
    private readonly WebhookClient client = new(new AddressGuard(Open), Open, TimeProvider.System);
    private readonly ConcurrentQueue<(string Id, CancellationToken Closed)> connections = new();

    public void Dispose() => client.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(16_000)]
    public async Task A_small_body_leaves_the_connection_in_use(int length)
    {
        await using var receiver = await StartAsync(length);
        await Eventually.TrueAsync(
            async () =>
            {
                await PostAsync(receiver.Url);
                return connections.Count > connections.DistinctBy(connection => connection.Id).Count();
            },
            TimeSpan.FromSeconds(20), "a connection is used twice"); // the body is drained after the answer was told
    }

    [Theory]
    [InlineData(200_000)]
    [InlineData(10_000_000)]
    public async Task A_larger_one_costs_the_receiver_its_connection(int length)
    {
        await using var receiver = await StartAsync(length);
        await PostAsync(receiver.Url);
        await Eventually.TrueAsync(
            () => Assert.Single(connections).Closed.IsCancellationRequested, TimeSpan.FromSeconds(20),
            "the connection is closed");
    }

    private Task<Receiver> StartAsync(int length) => Receiver.StartAsync(async context =>
    {
        var connection = context.Features.Get<IConnectionLifetimeFeature>()!;
        connections.Enqueue((context.Connection.Id, connection.ConnectionClosed));
        // Chunked: nobody is told how long it is.
        await context.Response.Body.WriteAsync(new byte[length], context.RequestAborted);
    });

    private async Task PostAsync(Uri url)
    {
        var target = new Target.Address(url, [Deliveries.Secret]);
        Assert.Equal(200, (await client.PostAsync(Ended.Attempt(), target, CancellationToken.None)).Code);
    }
}
