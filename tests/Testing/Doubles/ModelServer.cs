using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Workers.Testing;

/// <summary>
/// A model behind the OpenAI chat API that answers with a digest of the messages it was shown, so that an answer proves
/// what the model saw. Its delay is random in a range, by seed; calls can be scripted or held.
/// </summary>
public sealed class ModelServer : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly Recorded<ModelCall> _calls = new();
    private readonly Random _random;
    private readonly Script<ModelCall> _script = new();
    private WebServer? _web;
    private TaskCompletionSource? _held;

    private ModelServer(int seed) => _random = new Random(seed);

    /// <summary>The endpoint with its path, as <c>Agent:Endpoint</c> wants it.</summary>
    public string Endpoint => $"{_web!.Address}v1";

    /// <summary>Shortest delay of a normal answer; zero by default.</summary>
    public TimeSpan MinDelay { get; set; }

    /// <summary>Longest delay of a normal answer; zero by default.</summary>
    public TimeSpan MaxDelay { get; set; }

    /// <summary>All calls so far, in the order in which they came.</summary>
    public IReadOnlyList<ModelCall> Calls => _calls.All;

    /// <summary>Starts a model server; the seed draws the delays.</summary>
    public static async Task<ModelServer> StartAsync(
        TimeSpan minDelay = default, TimeSpan maxDelay = default, int seed = 1)
    {
        var server = new ModelServer(seed) { MinDelay = minDelay, MaxDelay = maxDelay };
        server._web = await WebServer.StartAsync(server.AnswerAsync);
        return server;
    }

    /// <summary>
    /// The answer to these messages: lower-case hex SHA-256 over, for each message that is not a system message,
    /// role, line feed, content, line feed (UTF-8).
    /// </summary>
    public static string Digest(IEnumerable<(string Role, string Content)> messages)
    {
        var canonical = string.Concat(
            messages.Where(m => m.Role is not ("system" or "developer")).Select(m => $"{m.Role}\n{m.Content}\n"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)));
    }

    /// <summary>An answer in these words.</summary>
    public static ScriptedAnswer Saying(string answer, int messages = 1) =>
        ScriptedAnswer.Status(200, Completion(answer, messages), ("Content-Type", "application/json"));

    /// <summary>The next <paramref name="count"/> calls get <paramref name="answer"/>.</summary>
    public void Next(int count, ScriptedAnswer answer) => When(_ => true, answer, count);

    /// <summary>
    /// Calls whose last user text fits get <paramref name="answer"/>, at most <paramref name="count"/> of them.
    /// </summary>
    public void When(Func<string, bool> lastUserText, ScriptedAnswer answer, int count = int.MaxValue) =>
        _script.Add(call => lastUserText(call.LastUserText), answer, count);

    /// <summary>Forgets all scripts: answers are normal again.</summary>
    public void Recover() => _script.Clear();

    /// <summary>Holds each call, after it was recorded, until <see cref="Release"/>.</summary>
    public void Hold() => _held ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lets held calls go on.</summary>
    public void Release() => Interlocked.Exchange(ref _held, null)?.TrySetResult();

    /// <summary>The first call, come or to come, that fits.</summary>
    public Task<ModelCall> CallAsync(Func<ModelCall, bool> fits, TimeSpan within) => _calls.WaitAsync(fits, within);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        Release();
        await _web!.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext http)
    {
        if (!HttpMethods.IsPost(http.Request.Method) || http.Request.Path != "/v1/chat/completions")
        {
            http.Response.StatusCode = 404;
            return;
        }

        var call = await ReadAsync(http);
        _calls.Add(call);
        await ((_held?.Task ?? Task.CompletedTask).WaitAsync(http.RequestAborted))
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await (_script.Take(call) ?? Normal(call)).AnswerAsync(http);
    }

    private static async Task<ModelCall> ReadAsync(HttpContext http)
    {
        using var json = await JsonDocument.ParseAsync(http.Request.Body, default, http.RequestAborted);
        var messages = json.RootElement.GetProperty("messages").EnumerateArray()
            .Select(m => new ModelMessage(m.GetProperty("role").GetString()!, Text(m.GetProperty("content"))));
        return new ModelCall(DateTimeOffset.UtcNow, [.. messages]) { TraceParent = http.Request.Headers.TraceParent.ToString() };
    }

    // a content is a string, or parts of which we take the text
    private static string Text(JsonElement content) => content.ValueKind == JsonValueKind.Array
        ? string.Concat(content.EnumerateArray().Select(part => part.GetProperty("text").GetString()))
        : content.GetString() ?? "";

    private ScriptedAnswer Normal(ModelCall call)
    {
        double drawn;
        lock (_lock)
        {
            drawn = _random.NextDouble();
        }

        var answer = Digest(call.Messages.Select(message => (message.Role, message.Content)));
        return Saying(answer, call.Messages.Count).After(MinDelay + ((MaxDelay - MinDelay) * drawn));
    }

    private static string Completion(string answer, int messages) => JsonSerializer.Serialize(new
    {
        id = "chatcmpl-1",
        @object = "chat.completion",
        created = 1_795_463_400,
        model = "digest",
        choices = new[]
        {
            new { index = 0, message = new { role = "assistant", content = answer }, finish_reason = "stop" },
        },
        usage = new
        {
            prompt_tokens = messages,
            completion_tokens = 1,
            total_tokens = messages + 1,
        },
    });
}
