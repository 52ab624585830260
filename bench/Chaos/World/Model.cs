using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Workers.Chaos.Audit;
using Workers.Chaos.Faults;
using Workers.Testing;

namespace Workers.Chaos.World;

/// <summary>
/// A model behind the OpenAI chat API: its answer is a digest of what it was shown. Each worker has a path of its own,
/// so that a call tells whose it is, and that a poison query can kill the process that asks.
/// </summary>
internal sealed class Model : IAsyncDisposable
{
    private readonly ConcurrentQueue<Call> calls = new();
    private readonly ConcurrentDictionary<string, bool> garbled = new();
    private readonly Func<int, Task> kill;
    private WebServer? web;
    private volatile ModelTroubled? trouble;

    private Model(Func<int, Task> kill) => this.kill = kill;

    public IReadOnlyCollection<Call> Calls => calls;

    public static async Task<Model> StartAsync(Func<int, Task> kill)
    {
        var model = new Model(kill);
        model.web = await WebServer.StartAsync(model.AnswerAsync);
        return model;
    }

    public string EndpointOf(int worker) => $"{web!.Address}{worker}/v1";

    public void Trouble(ModelTroubled? now) => trouble = now;

    public ValueTask DisposeAsync() => web!.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        var at = DateTimeOffset.UtcNow;
        var worker = int.Parse(http.Request.Path.Value!.Split('/')[1], CultureInfo.InvariantCulture);
        using var json = await JsonDocument.ParseAsync(http.Request.Body, default, http.RequestAborted);
        var shown = json.RootElement.GetProperty("messages").EnumerateArray()
            .Select(m => (m.GetProperty("role").GetString()!, m.GetProperty("content").GetString()!)).ToList();
        var text = shown[^1].Item2;
        var outcome = Call.GivenUp;
        try
        {
            outcome = await ActAsync(http, worker, shown, text);
        }
        finally
        {
            calls.Enqueue(new Call(worker, text, at, DateTimeOffset.UtcNow, outcome));
        }
    }

    private async Task<string> ActAsync(HttpContext http, int worker, List<(string, string)> shown, string text)
    {
        if (Wording.IsPoison(text))
        {
            await kill(worker);
            return Call.Killed;
        }

        if (trouble is { } now && Random.Shared.NextDouble() < now.Share && Wrong(now.Trouble, text) is { } wrong)
        {
            await wrong.AnswerAsync(http);
            return now.Kind;
        }

        // now and then longer than a short lease, so that leases have to be renewed
        var delay = Random.Shared.Next(20) == 0 ? Random.Shared.Next(1000, 4000) : Random.Shared.Next(30, 300);
        await Task.Delay(delay, http.RequestAborted)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await ScriptedAnswer.Status(200, Completion(ModelServer.Digest(shown)), ("Content-Type", "application/json"))
            .AnswerAsync(http);
        return http.RequestAborted.IsCancellationRequested ? Call.GivenUp : Call.Answered;
    }

    private ScriptedAnswer? Wrong(ModelTrouble kind, string text) => kind switch
    {
        ModelTrouble.Busy => ScriptedAnswer.Status(429, "", ("Retry-After", "1")),
        ModelTrouble.Broken => ScriptedAnswer.Status(Random.Shared.Next(2) == 0 ? 500 : 503),
        ModelTrouble.Hanging => ScriptedAnswer.Hang(),
        ModelTrouble.Resetting => ScriptedAnswer.Reset(),
        // each counts as an attempt: one for a query, so that an innocent one never uses all of them up
        _ => garbled.TryAdd(text, true) ? ScriptedAnswer.Garbage() : null,
    };

    private static string Completion(string answer) => JsonSerializer.Serialize(new
    {
        id = "chatcmpl-" + answer[..12],
        @object = "chat.completion",
        created = DateTimeOffset.UtcNow.ToUnixTimeSeconds(),
        model = "digest",
        choices = new[]
        {
            new { index = 0, message = new { role = "assistant", content = answer }, finish_reason = "stop" },
        },
        usage = new { prompt_tokens = 1, completion_tokens = 1, total_tokens = 2 },
    });
}
