using Microsoft.Extensions.Time.Testing;
using Workers.Testing;

namespace Workers.Ingress.Tests.Events;

/// <summary>How long a stream lives, and how many there may be.</summary>
[Collection(IngressCollection.Name)]
public sealed class StreamLifeTests(SharedIngress shared)
{
    private readonly string _name = "streams-" + Guid.NewGuid().ToString("N");

    [SkippableFact]
    public async Task A_silent_stream_pings_every_15_seconds_and_closes_after_10_minutes()
    {
        var time = new FakeTimeProvider();
        await using var app = await IngressApp.StartAsync(shared.Redis, time);
        var id = await app.AcceptedAsync(_name);
        await using var listener = await Listener.OpenAsync(app, id);
        await listener.TellsAsync("queued", "1");
        for (var beat = 1; beat < 10 * 60 / 15; beat++)
        {
            time.Advance(TimeSpan.FromSeconds(15));
            await listener.PingsAsync();
        }

        time.Advance(TimeSpan.FromSeconds(15));
        await listener.ClosesAsync();
        await using var again = await Listener.OpenAsync(app, id, "1");
        await again.PingsAsync();
    }

    [SkippableFact]
    public async Task A_stopping_host_closes_its_streams_at_once()
    {
        await using var app = await IngressApp.StartAsync(shared.Redis);
        await using var listener = await Listener.OpenAsync(app, await app.AcceptedAsync(_name));
        await listener.TellsAsync("queued", "1");
        app.App.Lifetime.StopApplication();
        await listener.ClosesAsync();
    }

    [SkippableFact]
    public async Task A_tenant_has_so_many_streams_and_each_that_ends_makes_room_for_another()
    {
        await using var app = await IngressApp.StartAsync(shared.Redis, ("Tenants:acme:MaxStreams", "2"));
        var (followed, ended) = (await app.AcceptedAsync(_name), await app.AcceptedAsync(_name + "2"));
        var first = await Listener.OpenAsync(app, followed);
        await using var second = await Listener.OpenAsync(app, ended);
        await first.TellsAsync("queued", "1");
        using (var third = await Listener.SendAsync(app, followed))
        {
            await third.Problem(429, "too-many-streams");
            Assert.True(third.Headers.RetryAfter?.Delta >= TimeSpan.FromSeconds(1));
        }

        await app.CompleteAsync(_name + "2", ended, "done");
        await RoomAsync(app, () => Listener.SendAsync(app, followed), "the second has ended");
        await first.DisposeAsync();
        await RoomAsync(app, () => Listener.SendAsync(app, followed), "the client of the first is gone");
    }

    [SkippableFact]
    public async Task The_streams_of_another_tenant_are_counted_apart()
    {
        await using var app = await IngressApp.StartAsync(
            shared.Redis, ("Tenants:acme:MaxStreams", "1"), ("Tenants:globex:MaxStreams", "1"));
        await using var first = await Listener.OpenAsync(app, await app.AcceptedAsync(_name));
        app.Client.DefaultRequestHeaders.Remove("X-Api-Key");
        app.Client.DefaultRequestHeaders.Add("X-Api-Key", IngressApp.OtherKey);
        await using var other = await Listener.OpenAsync(app, await app.AcceptedAsync(_name), key: IngressApp.OtherKey);
        await other.TellsAsync("queued", "1");
    }

    [SkippableFact]
    public async Task A_stream_outlives_an_outage_of_the_store()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var app = await IngressApp.StartAsync(redis.ConnectionString);
        await app.Store.OpenAsync();
        var id = await app.AcceptedAsync(_name);
        await using var listener = await Listener.OpenAsync(app, id);
        await listener.TellsAsync("queued", "1");
        await redis.KillAsync();
        await redis.RestartAsync();
        await Eventually.TrueAsync(async () => (int)(await app.Client.GetAsync($"/v1/queries/{id}")).StatusCode == 200,
            TimeSpan.FromSeconds(15), "Redis is back");
        await app.CompleteAsync(_name, id, "done");
        await listener.TellsAsync("running", "2");
        await listener.TellsAsync("completed", "4");
    }

    private static Task RoomAsync(IngressApp app, Func<Task<HttpResponseMessage>> open, string because) =>
        Eventually.TrueAsync(async () => (int)(await open()).StatusCode == 200, TimeSpan.FromSeconds(15), because);
}
