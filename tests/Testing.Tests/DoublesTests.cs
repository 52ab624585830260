using System.Net;
using System.Net.Http.Json;
using System.Text;

namespace Workers.Testing.Tests;

public sealed class DoublesTests : IDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);
    private readonly HttpClient _http = new();

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task A_model_answers_with_the_digest_of_what_it_was_shown()
    {
        await using var model = await ModelServer.StartAsync();
        using var answer = await AskAsync(model, "hello");
        var expected = ModelServer.Digest([("user", "hello")]);
        Assert.Contains(expected, await answer.Content.ReadAsStringAsync());
        Assert.Equal("hello", Assert.Single(model.Calls).LastUserText);
        Assert.NotEqual(expected, ModelServer.Digest([("user", "hello"), ("assistant", "hi"), ("user", "hello")]));
    }

    [Fact]
    public async Task A_scripted_model_fails_so_often_and_then_recovers()
    {
        await using var model = await ModelServer.StartAsync();
        model.Next(1, ScriptedAnswer.Status(429, "{}", ("Retry-After", "7")));
        model.Next(1, ScriptedAnswer.Reset());
        using var limited = await AskAsync(model, "a");
        Assert.Equal(HttpStatusCode.TooManyRequests, limited.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(7), limited.Headers.RetryAfter?.Delta);
        await Assert.ThrowsAsync<HttpRequestException>(() => AskAsync(model, "b"));
        using var healthy = await AskAsync(model, "c");
        Assert.Equal(HttpStatusCode.OK, healthy.StatusCode);
    }

    [Fact]
    public async Task A_held_call_is_recorded_and_answered_after_its_release()
    {
        await using var model = await ModelServer.StartAsync();
        model.Hold();
        var asked = AskAsync(model, "held");
        await model.CallAsync(call => call.LastUserText == "held", Bound);
        Assert.False(asked.IsCompleted);
        model.Release();
        using var answer = await asked.WaitAsync(Bound);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public void An_inbox_knows_a_true_signature_from_a_false_one()
    {
        // the vector that other implementations agree on
        const string secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        var headers = new Dictionary<string, string>
        {
            ["webhook-id"] = "msg_p5jXN8AQM9LWM0D4loKWxJek",
            ["webhook-timestamp"] = "1614265330",
            ["webhook-signature"] = "v1,bad v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        };
        var at = DateTimeOffset.FromUnixTimeSeconds(1614265330);
        var request = new WebhookRequest(at, "POST", "/", headers, Encoding.UTF8.GetBytes("{\"test\": 2432232314}"));
        Assert.True(request.IsSignedWith(secret));
        Assert.False((request with { RawBody = "{}"u8.ToArray() }).IsSignedWith(secret));
        Assert.False((request with { At = at.AddSeconds(301) }).IsSignedWith(secret));
        Assert.False(request.IsSignedWith("whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"));
    }

    [Fact]
    public async Task An_inbox_records_what_came_and_answers_as_scripted()
    {
        await using var inbox = await WebhookInbox.StartAsync();
        inbox.Next(1, ScriptedAnswer.Status(503, "", ("Retry-After", "3")));
        using var refused = await _http.PostAsJsonAsync(new Uri(inbox.Address, "hook?x=1"), new { a = 1 });
        using var taken = await _http.PostAsJsonAsync(new Uri(inbox.Address, "hook"), new { a = 2 });
        Assert.Equal([HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK], [refused.StatusCode, taken.StatusCode]);
        var second = await inbox.WaitForAsync(request => request.Json.GetProperty("a").GetInt32() == 2, Bound);
        Assert.Equal("/hook", second.Path);
        await Assert.ThrowsAsync<TimeoutException>(() => inbox.WaitForAsync(_ => false, TimeSpan.FromMilliseconds(50)));
    }

    private Task<HttpResponseMessage> AskAsync(ModelServer model, string text) => _http.PostAsJsonAsync(
        new Uri($"{model.Endpoint}/chat/completions"),
        new
        {
            model = "any",
            messages = new[] { new { role = "system", content = "s" }, new { role = "user", content = text } },
        });
}
