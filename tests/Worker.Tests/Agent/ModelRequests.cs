using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Workers.Conversations;
using Workers.Hosting.Options;
using Workers.Worker.Agent;

namespace Workers.Worker.Tests.Agent;

public sealed class ModelRequests
{
    private static readonly PastTurn[] Context = [new("q1", "a1"), new("q2", "a2"), new("q3 \"ü\"\n", "a3")];

    [Fact]
    public async Task OpenAI_sees_the_system_message_the_last_turns_and_the_query_in_this_order()
    {
        var (request, body) = await RequestOfAsync(AgentProvider.OpenAI);

        Assert.Equal("/v1/chat/completions", request.Path);
        Assert.Equal("Bearer key", request.Headers["Authorization"]);
        Assert.Equal("m", body.GetProperty("model").GetString());
        Assert.Equal(
            ["system: Be kind.", "user: q2", "assistant: a2", "user: q3 \"ü\"\n", "assistant: a3", "user: When?"],
            body.GetProperty("messages").EnumerateArray().Select(message =>
                $"{message.GetProperty("role")}: {message.GetProperty("content")}"));
    }

    [Fact]
    public async Task Anthropic_sees_the_same_with_the_system_message_in_its_own_place()
    {
        var (request, body) = await RequestOfAsync(AgentProvider.Anthropic);

        Assert.Equal("/v1/messages", request.Path);
        Assert.Contains("key", request.Headers["Authorization"].ToString(), StringComparison.Ordinal);
        Assert.Equal("Be kind.", body.GetProperty("system")[0].GetProperty("text").GetString());
        Assert.Equal(
            ["user: q2", "assistant: a2", "user: q3 \"ü\"\n", "assistant: a3", "user: When?"],
            body.GetProperty("messages").EnumerateArray().Select(message =>
                $"{message.GetProperty("role")}: {message.GetProperty("content")[0].GetProperty("text")}"));
    }

    [Theory]
    [InlineData("\"tool_stop\"")]
    [InlineData("null")]
    [InlineData("\"\"")]
    public async Task A_compatible_server_may_take_liberties_as_long_as_there_is_a_text(string finishReason)
    {
        await using var server = await ModelServer.StartAsync(200, $$$"""
            {"created":null,"id":null,"usage":null,"choices":[{"finish_reason":{{{finishReason}}},
             "message":{"content":[{"type":"text","text":"To"},{"type":"text","text":"day."}]}}]}
            """);

        var answer = await Asker(AgentProvider.OpenAI, server.Endpoint).AskAsync(Context, "When?", CancellationToken.None);

        Assert.Equal(new AgentAnswer.Answered("Today."), answer);
    }

    [Fact]
    public async Task The_trace_goes_on_in_the_model_server()
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Workers",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
        };
        ActivitySource.AddActivityListener(listener);
        using var turn = new Activity("turn").Start();

        var (request, _) = await RequestOfAsync(AgentProvider.OpenAI);

        Assert.Contains(turn.TraceId.ToHexString(), request.Headers["traceparent"].ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(AgentProvider.OpenAI)]
    [InlineData(AgentProvider.Anthropic)]
    public async Task Hundreds_of_calls_are_in_flight_at_once(AgentProvider provider)
    {
        const int Calls = 300;
        var arrived = 0;
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await ModelServer.StartAsync(async context =>
        {
            if (Interlocked.Increment(ref arrived) == Calls)
                all.SetResult();
            await all.Task.WaitAsync(TimeSpan.FromSeconds(30));
            await context.Response.WriteAsync(Wire.Answer(provider, "ok"));
        });
        var asker = Asker(provider, server.Endpoint);

        var answers = await Task.WhenAll(
            Enumerable.Range(0, Calls).Select(_ => asker.AskAsync([], "When?", CancellationToken.None)));

        Assert.All(answers, answer => Assert.Equal(new AgentAnswer.Answered("ok"), answer));
    }

    private static async Task<(ModelServer.Seen Request, JsonElement Body)> RequestOfAsync(AgentProvider provider)
    {
        await using var server = await ModelServer.StartAsync(200, Wire.Answer(provider, "ok"));
        await Asker(provider, server.Endpoint).AskAsync(Context, "When?", CancellationToken.None);
        var request = Assert.Single(server.Requests);
        using var body = JsonDocument.Parse(request.Body);
        return (request, body.RootElement.Clone());
    }

    private static Asker Asker(AgentProvider provider, Uri endpoint)
    {
        var options = new AgentOptions
        {
            Provider = provider, Endpoint = endpoint, Model = "m", ApiKey = "key",
            SystemPrompt = "Be kind.", ContextTurns = 2,
        };
        return new Asker(AgentRegistration.Remote(options, TimeProvider.System), options, TimeProvider.System);
    }
}
