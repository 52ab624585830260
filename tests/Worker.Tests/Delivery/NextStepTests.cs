using Microsoft.AspNetCore.Http;
using Workers.Contracts.V1;
using Workers.Conversations;
using Workers.Conversations.Tests;
using Workers.Hosting.Options;
using Workers.Testing;
using Workers.Worker.Delivery;

namespace Workers.Worker.Tests.Delivery;

/// <summary>The table of docs/webhooks.md, row by row: what a real receiver does, and when it is called again by the
/// clock of a real store. The schedule is the default one.</summary>
public sealed class NextStepTests(SharedRedis redis) : IClassFixture<SharedRedis>
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(8);
    private static readonly double[] Planned = [5, 300, 1800, 7200, 18_000, 36_000, 36_000];
    private readonly Wire wire = new();

    [SkippableTheory]
    [InlineData(200)]
    [InlineData(204)]
    public async Task Success_is_the_end(int code)
    {
        await using var receiver = await Receiver.StartAsync(code);
        await EndsAsync(receiver.Url, DeliveryStatus.Delivered, code);
    }

    [SkippableFact]
    public async Task Gone_is_the_end()
    {
        await using var receiver = await Receiver.StartAsync(410);
        await EndsAsync(receiver.Url, DeliveryStatus.Discarded, 410);
    }

    [SkippableFact]
    public async Task Ten_megabytes_in_the_answer_change_nothing()
    {
        await using var receiver = await Receiver.StartAsync(
            context => context.Response.Body.WriteAsync(new byte[10_000_000]).AsTask());
        await EndsAsync(receiver.Url, DeliveryStatus.Delivered, 200);
    }

    [SkippableFact]
    public async Task An_answer_whose_body_trickles_changes_nothing()
    {
        await using var receiver = await Receiver.StartAsync(TrickleAsync);
        await EndsAsync(receiver.Url, DeliveryStatus.Delivered, 200);
    }

    [SkippableTheory]
    [InlineData(301, null, 4, 6)]
    [InlineData(400, null, 4, 6)]
    [InlineData(500, null, 4, 6)]
    [InlineData(500, "8", 8, 9.6)]
    [InlineData(500, "3600", 10, 12)] // twice the planned wait is the most
    [InlineData(503, null, 4, 6)]
    [InlineData(503, "3600", 3600, 4320)]
    [InlineData(429, null, 48, 72)] // a minute, within a fifth
    [InlineData(429, "90", 90, 108)]
    [InlineData(429, "31536000", 120, 144)]
    public async Task A_failure_is_tried_again(int code, string? retryAfter, double least, double most)
    {
        await using var receiver = retryAfter is null
            ? await Receiver.StartAsync(code, ("Location", "/elsewhere"))
            : await Receiver.StartAsync(code, ("Retry-After", retryAfter));
        await ComesBackAsync(receiver.Url, least, most, code);
        Assert.Single(receiver.Inbox); // a redirect is not followed
    }

    [SkippableFact]
    public async Task A_date_to_come_back_at_is_heard()
    {
        await using var receiver = await Receiver.StartAsync(
            429, ("Retry-After", DateTimeOffset.UtcNow.AddMinutes(30).ToString("R")));
        await ComesBackAsync(receiver.Url, 1770, 2160, 429); // half a minute for a machine that is busy
    }

    [SkippableFact]
    public async Task A_reset_connection_is_tried_again()
    {
        using var server = new RawServer((stream, _) =>
        {
            stream.Socket.LingerState = new System.Net.Sockets.LingerOption(true, 0);
            stream.Socket.Close();
            return Task.CompletedTask;
        });
        await ComesBackAsync(server.Url, 4, 6, error: Errors.Reset);
    }

    [SkippableFact]
    public async Task A_receiver_that_never_answers_has_a_minute()
    {
        await using var receiver = await Receiver.StartAsync(context => Task.Delay(-1, context.RequestAborted));
        await ComesBackAsync(receiver.Url, 48, 72, error: Errors.Timeout);
    }

    [SkippableFact]
    public async Task A_status_that_trickles_in_too_slowly_has_a_minute()
    {
        using var server = new RawServer(async (stream, cancellation) =>
        {
            for (var i = 0; ; i++)
            {
                await stream.WriteAsync(i == 0 ? "HTTP/1.1 200 OK\r\n"u8.ToArray() : "X-A: 1\r\n"u8.ToArray(), cancellation);
                await Task.Delay(50, cancellation);
            }
        });
        await ComesBackAsync(server.Url, 48, 72, error: Errors.Timeout);
    }

    [SkippableFact]
    public async Task The_whole_schedule_is_kept_to_the_millisecond_and_then_it_has_failed()
    {
        await using var receiver = await Receiver.StartAsync(500);
        await using var worker = await StartAsync(receiver.Url);
        var hint = await worker.EndQueryAsync();
        await worker.Consumer.DeliverAsync(hint);
        for (var attempt = 1; attempt <= Planned.Length; attempt++)
        {
            var due = await DueAsync(worker, hint);
            Assert.InRange((due - wire.Now) / 1000d, Planned[attempt - 1] * 0.8, Planned[attempt - 1] * 1.2);
            wire.Now = due - 1;
            await worker.Consumer.DeliverAsync(hint);
            Assert.Equal(attempt, receiver.Inbox.Count);
            wire.Now = due;
            await worker.Consumer.DeliverAsync(hint);
            Assert.Equal(attempt + 1, receiver.Inbox.Count);
        }
        Assert.Equal(new DeliveryView(hint.DeliveryId, DeliveryStatus.Failed, 8), await worker.ReadAsync(hint));
        Assert.Equal(8, (await worker.ListedAsync(hint)).Attempts.Count);
    }

    private async Task EndsAsync(Uri url, DeliveryStatus status, int code)
    {
        await using var worker = await StartAsync(url);
        var hint = await worker.EndQueryAsync();
        await worker.Consumer.DeliverAsync(hint);
        var delivery = await worker.ListedAsync(hint);
        Assert.Equal((status, null), (delivery.Status, delivery.NextAttemptAt));
        Assert.Equal((code, null), (Assert.Single(delivery.Attempts).Code, delivery.Attempts[0].Error));
    }

    private async Task ComesBackAsync(Uri url, double least, double most, int? code = null, string? error = null)
    {
        await using var worker = await StartAsync(url);
        var hint = await worker.EndQueryAsync();
        await worker.Consumer.DeliverAsync(hint);
        var attempt = Assert.Single((await worker.ListedAsync(hint)).Attempts);
        Assert.Equal((code, error, wire.Now), (attempt.Code, attempt.Error, attempt.At.ToUnixTimeMilliseconds()));
        Assert.InRange(attempt.DurationMs, 0, (int)(2 * Bound).TotalMilliseconds);
        var due = await DueAsync(worker, hint);
        Assert.InRange((due - wire.Now) / 1000d, least, most);
        wire.Now = due - 1;
        Assert.IsType<DeliveryBeginning.NotDue>(await worker.Store.BeginDeliveryAsync(hint, "early", Bound));
        wire.Now = due;
        Assert.IsType<DeliveryBeginning.Begun>(await worker.Store.BeginDeliveryAsync(hint, "in time", Bound));
    }

    private static async Task<long> DueAsync(Deliveries worker, ReplyReady hint) =>
        (await worker.ListedAsync(hint)).NextAttemptAt!.Value.ToUnixTimeMilliseconds();

    private static async Task TrickleAsync(HttpContext context)
    {
        while (true)
        {
            await context.Response.Body.WriteAsync(new byte[1], context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await Task.Delay(50, context.RequestAborted);
        }
    }

    private Task<Deliveries> StartAsync(Uri url) => Deliveries.StartAsync(redis.Server.ConnectionString,
        new() { ["acme"] = Deliveries.To(url) }, new WebhooksOptions { Timeout = Bound }, wire: wire);
}
