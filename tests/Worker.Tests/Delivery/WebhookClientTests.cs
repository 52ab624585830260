using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Workers.Conversations;
using Workers.Hosting.Options;
using Workers.Worker.Delivery;

namespace Workers.Worker.Tests.Delivery;

public sealed class WebhookClientTests
{
    private static readonly WebhooksOptions Open = new() { DangerousAllowPrivateAddresses = true };
    private static readonly WebhooksOptions Hasty = Open with { Timeout = TimeSpan.FromMilliseconds(300) };

    [Theory]
    [InlineData(200, DeliveryStatus.Delivered)]
    [InlineData(204, DeliveryStatus.Delivered)]
    [InlineData(400, DeliveryStatus.Pending)]
    [InlineData(401, DeliveryStatus.Pending)]
    [InlineData(404, DeliveryStatus.Pending)]
    [InlineData(410, DeliveryStatus.Discarded)]
    [InlineData(429, DeliveryStatus.Pending)]
    [InlineData(500, DeliveryStatus.Pending)]
    [InlineData(503, DeliveryStatus.Pending)]
    public async Task A_status_decides_what_happens_next(int code, DeliveryStatus status)
    {
        await using var receiver = await Receiver.StartAsync(code);
        var answer = await PostAsync(receiver.Url);
        Assert.Equal((code, null), (answer.Code, answer.Error));
        Assert.Equal(status, new Verdict(new RetrySchedule(Open, new Random(1))).Of(1, answer).Status);
    }

    [Theory]
    [InlineData(301), InlineData(302), InlineData(303), InlineData(307), InlineData(308)]
    public async Task A_redirect_is_a_failure_and_never_followed(int code)
    {
        await using var elsewhere = await Receiver.StartAsync(200);
        await using var receiver = await Receiver.StartAsync(code, ("Location", elsewhere.Url.AbsoluteUri));
        var answer = await PostAsync(receiver.Url);
        Assert.Equal(code, answer.Code);
        Assert.Equal(DeliveryStatus.Pending, new Verdict(new RetrySchedule(Open, new Random(1))).Of(1, answer).Status);
        Assert.Single(receiver.Inbox);
        Assert.Empty(elsewhere.Inbox);
    }

    [Fact]
    public async Task A_wish_to_wait_is_read_as_seconds()
    {
        await using var receiver = await Receiver.StartAsync(429, ("Retry-After", "90"));
        Assert.Equal(TimeSpan.FromSeconds(90), (await PostAsync(receiver.Url)).RetryAfter);
    }

    [Fact]
    public async Task A_wish_to_wait_is_read_as_a_date()
    {
        await using var receiver = await Receiver.StartAsync(
            503, ("Retry-After", DateTimeOffset.UtcNow.AddMinutes(10).ToString("R")));
        Assert.InRange((await PostAsync(receiver.Url)).RetryAfter!.Value, TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task A_receiver_that_never_answers_is_a_timeout()
    {
        await using var receiver = await Receiver.StartAsync(context => Task.Delay(-1, context.RequestAborted));
        var answer = await PostAsync(receiver.Url, Hasty);
        Assert.Equal((null, Errors.Timeout), (answer.Code, answer.Error));
        Assert.InRange(answer.Took, TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Headers_that_trickle_are_a_timeout()
    {
        using var server = new RawServer(async (stream, cancellation) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\n"u8.ToArray(), cancellation);
            for (var i = 0; ; i++)
            {
                await stream.WriteAsync("X-A: 1\r\n"u8.ToArray(), cancellation);
                await Task.Delay(50, cancellation);
            }
        });
        Assert.Equal(Errors.Timeout, (await PostAsync(server.Url, Hasty)).Error);
    }

    [Fact]
    public async Task Headers_without_an_end_are_no_response()
    {
        using var server = new RawServer(async (stream, cancellation) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\n"u8.ToArray(), cancellation);
            for (var line = new byte[100]; ;)
            {
                line.AsSpan().Fill((byte)'a');
                "X: "u8.CopyTo(line);
                "\r\n"u8.CopyTo(line.AsSpan(98));
                await stream.WriteAsync(line, cancellation);
            }
        });
        Assert.Equal(Errors.BadResponse, (await PostAsync(server.Url)).Error);
    }

    [Fact]
    public async Task A_body_that_trickles_holds_nobody()
    {
        await using var receiver = await Receiver.StartAsync(async context =>
        {
            while (true)
            {
                await context.Response.Body.WriteAsync(new byte[1], context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                await Task.Delay(50, context.RequestAborted);
            }
        });
        Assert.Equal(200, (await PostAsync(receiver.Url)).Code);
    }

    [Fact]
    public async Task A_huge_body_is_not_read()
    {
        var written = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var server = new RawServer(async (stream, cancellation) =>
        {
            const int length = 100_000_000;
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n"u8.ToArray(), cancellation);
            var sent = 0;
            try
            {
                for (var chunk = new byte[10_000]; sent < length; sent += chunk.Length)
                    await stream.WriteAsync(chunk, cancellation);
            }
            finally
            {
                written.SetResult(sent);
            }
        });
        Assert.Equal(200, (await PostAsync(server.Url)).Code);
        Assert.InRange(await written.Task.WaitAsync(TimeSpan.FromSeconds(10)), 0, 20_000_000); // what sockets buffer
    }

    [Fact]
    public async Task A_reset_connection_has_its_word()
    {
        using var server = new RawServer((stream, _) =>
        {
            stream.Socket.LingerState = new LingerOption(true, 0);
            stream.Socket.Close();
            return Task.CompletedTask;
        });
        Assert.Equal(Errors.Reset, (await PostAsync(server.Url)).Error);
    }

    [Fact]
    public async Task Something_that_speaks_no_http_has_its_word()
    {
        using var server = new RawServer((stream, cancellation) =>
            stream.WriteAsync("220 mail.example ESMTP\r\n"u8.ToArray(), cancellation).AsTask());
        Assert.Equal(Errors.BadResponse, (await PostAsync(server.Url)).Error);
    }

    [Fact]
    public async Task A_refused_connection_has_its_word() =>
        Assert.Equal(Errors.Refused, (await PostAsync(new Uri($"http://127.0.0.1:{Workers.Testing.FreePort.Next()}/"))).Error);

    [Fact]
    public async Task A_name_that_does_not_exist_has_its_word() =>
        Assert.Equal(Errors.Dns, (await PostAsync(new Uri("http://does-not-exist.invalid/"))).Error);

    [Fact]
    public async Task A_certificate_that_nobody_trusts_has_its_word()
    {
        await using var receiver = await Receiver.StartAsync(_ => Task.CompletedTask, tls: true);
        Assert.Equal(Errors.Tls, (await PostAsync(receiver.Url)).Error);
        Assert.Empty(receiver.Inbox);
    }

    [Fact]
    public async Task A_private_address_is_blocked_before_a_byte_goes_out()
    {
        await using var receiver = await Receiver.StartAsync(200);
        var answer = await PostAsync(receiver.Url, Open with { DangerousAllowPrivateAddresses = false });
        Assert.Equal(Errors.Blocked, answer.Error);
        Assert.Empty(receiver.Inbox);
    }

    private static async Task<Answer> PostAsync(Uri url, WebhooksOptions? options = null)
    {
        using var client = new WebhookClient(new AddressGuard(options ?? Open), options ?? Open, TimeProvider.System);
        return await client.PostAsync(Ended.Attempt(), new Target.Address(url, ["whsec_AAAA"]), CancellationToken.None);
    }
}
