using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Workers.Conversations;
using Workers.Hosting.Options;
using Workers.Worker.Agent;

namespace Workers.Worker.Tests.Agent;

public sealed class ModelAnswers
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private static readonly AgentProvider[] Both = [AgentProvider.OpenAI, AgentProvider.Anthropic];

    public static TheoryData<AgentProvider> Providers => new(Both);

    [Theory, MemberData(nameof(Providers))]
    public async Task A_text_is_the_answer(AgentProvider provider)
    {
        await using var server = await ModelServer.StartAsync(200, Wire.Answer(provider, "Tomorrow."));

        Assert.Equal(new AgentAnswer.Answered("Tomorrow."), await AskAsync(provider, server.Endpoint));
    }

    [Theory]
    [InlineData(429, typeof(AgentAnswer.Throttled))]
    [InlineData(500, typeof(AgentAnswer.Unavailable))]
    [InlineData(502, typeof(AgentAnswer.Unavailable))]
    [InlineData(503, typeof(AgentAnswer.Unavailable))]
    [InlineData(529, typeof(AgentAnswer.Unavailable))]
    [InlineData(401, typeof(AgentAnswer.Unavailable))]
    [InlineData(403, typeof(AgentAnswer.Unavailable))]
    [InlineData(404, typeof(AgentAnswer.Unavailable))]
    [InlineData(302, typeof(AgentAnswer.Unavailable))]
    [InlineData(400, typeof(AgentAnswer.Refused))]
    [InlineData(413, typeof(AgentAnswer.Refused))]
    [InlineData(422, typeof(AgentAnswer.Refused))]
    public async Task A_status_says_what_happens_next_and_the_call_is_made_once(int status, Type next)
    {
        foreach (var provider in Both)
        {
            await using var server = await ModelServer.StartAsync(status, "{\"error\":{\"message\":\"try later\"}}");

            Assert.IsType(next, await AskAsync(provider, server.Endpoint));
            Assert.Single(server.Requests);
        }
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("0", null)]
    [InlineData("soon", null)]
    public async Task A_number_of_seconds_to_wait_is_read(string header, int? seconds)
    {
        var wait = seconds is { } known ? TimeSpan.FromSeconds(known) : (TimeSpan?)null;
        foreach (var provider in Both)
        {
            await using var throttling = await ModelServer.StartAsync(429, "{}", header);
            await using var busy = await ModelServer.StartAsync(503, "{}", header);

            Assert.Equal(new AgentAnswer.Throttled(wait), await AskAsync(provider, throttling.Endpoint));
            var answer = Assert.IsType<AgentAnswer.Unavailable>(await AskAsync(provider, busy.Endpoint));
            Assert.Equal(wait, answer.RetryAfter);
        }
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task A_date_to_wait_for_is_read(AgentProvider provider)
    {
        var date = DateTimeOffset.UtcNow.AddSeconds(90).ToString("R", CultureInfo.InvariantCulture);
        await using var server = await ModelServer.StartAsync(429, "{}", date);

        var answer = Assert.IsType<AgentAnswer.Throttled>(await AskAsync(provider, server.Endpoint));

        Assert.InRange(answer.RetryAfter!.Value, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(90));
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>It works!</html>")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("42")]
    [InlineData("{\"choices\":[]}")]
    [InlineData("{\"choices\":[{}]}")]
    [InlineData("{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":null}}]}")]
    [InlineData("{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"  \"}}]}")]
    [InlineData("{\"choices\":\"none\",\"content\":\"none\"}")]
    [InlineData("{\"id\":\"m\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"m\",\"content\":[],"
        + "\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":1,\"output_tokens\":0}}")]
    public async Task A_success_without_a_text_is_no_answer(string body)
    {
        foreach (var provider in Both)
        {
            await using var server = await ModelServer.StartAsync(200, body);

            Assert.IsType<AgentAnswer.NoAnswer>(await AskAsync(provider, server.Endpoint));
            Assert.Single(server.Requests);
        }
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task A_reply_without_end_is_no_answer(AgentProvider provider)
    {
        var text = new string('a', 2 * 1024 * 1024);
        await using var whole = await ModelServer.StartAsync(200, Wire.Answer(provider, text));
        await using var chunked = await ModelServer.StartAsync(async context =>
        {
            while (!context.RequestAborted.IsCancellationRequested)
                await context.Response.WriteAsync(text, context.RequestAborted);
        });

        Assert.IsType<AgentAnswer.NoAnswer>(await AskAsync(provider, whole.Endpoint));
        Assert.IsType<AgentAnswer.NoAnswer>(await AskAsync(provider, chunked.Endpoint));
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task A_broken_connection_is_unavailable(AgentProvider provider)
    {
        await using var resetting = await ModelServer.StartAsync(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        await using var breaking = await ModelServer.StartAsync(async context =>
        {
            context.Response.ContentLength = 1000;
            await context.Response.WriteAsync("{\"choices\":");
            await context.Response.Body.FlushAsync();
            context.Abort();
        });

        Assert.IsType<AgentAnswer.Unavailable>(await AskAsync(provider, resetting.Endpoint));
        Assert.IsType<AgentAnswer.Unavailable>(await AskAsync(provider, breaking.Endpoint));
        Assert.IsType<AgentAnswer.Unavailable>(await AskAsync(provider, NobodyListens()));
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task A_model_that_hangs_is_unavailable_after_the_time_limit(AgentProvider provider)
    {
        await using var silent = await ModelServer.StartAsync(Hang);
        await using var slow = await ModelServer.StartAsync(async context =>
        {
            await context.Response.WriteAsync("{");
            await context.Response.Body.FlushAsync();
            await Hang(context);
        });
        var limit = TimeSpan.FromMilliseconds(300);

        Assert.IsType<AgentAnswer.Unavailable>(await AskAsync(provider, silent.Endpoint, limit));
        Assert.IsType<AgentAnswer.Unavailable>(await AskAsync(provider, slow.Endpoint, limit));
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task A_dropped_call_throws(AgentProvider provider)
    {
        using var dropped = new CancellationTokenSource();
        await using var server = await ModelServer.StartAsync(async context =>
        {
            await dropped.CancelAsync();
            await Hang(context);
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => AskAsync(provider, server.Endpoint, Soon, dropped.Token));
    }

    private static Task<AgentAnswer> AskAsync(
        AgentProvider provider, Uri endpoint, TimeSpan? timeout = null, CancellationToken cancellation = default)
    {
        var options = new AgentOptions
        {
            Provider = provider, Endpoint = endpoint, Model = "m", ApiKey = "key", Timeout = timeout ?? Soon,
        };
        var asker = new Asker(AgentRegistration.Remote(options, TimeProvider.System), options, TimeProvider.System);
        return asker.AskAsync(Array.Empty<PastTurn>(), "When?", cancellation);
    }

    private static async Task Hang(HttpContext context)
    {
        var gone = new TaskCompletionSource();
        await using var registration = context.RequestAborted.Register(gone.SetResult);
        await gone.Task.WaitAsync(Soon);
    }

    private static Uri NobodyListens()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/v1");
    }
}
