using Workers.Testing;

namespace Workers.EndToEnd.Tests.ApiPage;

/// <summary>
/// Where the examples are played: an ingress, a worker, a receiver, and a model that knows its lines. Before a section it
/// puts things as the text around its examples says that they are.
/// </summary>
internal sealed class Stage(WorkerPool pool, ModelServer model) : IAsyncDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);
    private readonly TempFolder _home = new();
    private string _section = "";
    private string _id = "";

    public static async Task<Stage> StartAsync(SharedPoolServers servers)
    {
        var pool = await WorkerPool.StartAsync(servers, ("Agent:Timeout", "5m"));
        var model = await ModelServer.StartAsync();
        model.When(text => text.StartsWith("Do you offer", StringComparison.Ordinal), ModelServer.Saying(
            "Yes, express shipping brings your order the next working day."));
        model.When(text => text is "One moment, please." or "And how much does that cost?", ScriptedAnswer.Hang());
        model.When(text => text == "Where is my refund?", ScriptedAnswer.Status(400));
        await pool.StartWorkerAsync(model);
        return new Stage(pool, model);
    }

    /// <summary>Types the example's command into a shell and returns what is printed.</summary>
    public async Task<HttpText> PlayAsync(Example example)
    {
        if (example.Section != _section)
        {
            _section = example.Section;
            _id = await PrepareAsync() ?? _id;
        }

        await File.WriteAllTextAsync(Path.Combine(_home.Path, ".curlrc"), "silent");
        var answer = HttpText.Parse(await Command.RunAsync(
            new ChildStart("/bin/sh", ["-c", example.Command], _home.Path)
            {
                Environment = new Dictionary<string, string?>
                {
                    ["API"] = $"{pool.Ingresses[0].Address}".TrimEnd('/'), ["KEY"] = WorkerPool.ApiKey, ["ID"] = _id,
                    ["HOME"] = _home.Path,
                },
            }, Bound));
        _id = answer.Id ?? _id;
        return answer;
    }

    public async ValueTask DisposeAsync()
    {
        await pool.DisposeAsync();
        _home.Dispose();
    }

    private Task<string?> PrepareAsync() => _section switch
    {
        "Submit" => RunningAsync("ticket-4712", "One moment, please."),
        "Read" => RunningAsync("ticket-4711", "And how much does that cost?"),
        "Events" => EndedAsync("completed", "ticket-4716", "Do you offer gift wrapping?"),
        "Cancel and erase" => SubmittedAsync("ticket-4711", "Never mind, I found it."),
        "Dead letters" => EndedAsync("failed", "ticket-4715", "Where is my refund?"),
        "Deliveries" => DeliveredAsync(atLeast: 2),
        _ => Task.FromResult<string?>(null),
    };

    private async Task<string?> SubmittedAsync(string conversation, string text) =>
        (await pool.Customers.SubmitAsync(conversation, text)).Id;

    private async Task<string?> RunningAsync(string conversation, string text)
    {
        var id = await SubmittedAsync(conversation, text);
        await model.CallAsync(call => call.LastUserText == text, Bound);
        return id;
    }

    private async Task<string?> EndedAsync(string status, string conversation, string text)
    {
        var id = await SubmittedAsync(conversation, text);
        Assert.Equal(status, (await pool.Customers.EndAsync(id!, Bound)).Status);
        return id;
    }

    private async Task<string?> DeliveredAsync(int atLeast)
    {
        await Eventually.TrueAsync(() => pool.Inbox.Requests.Count >= atLeast, Bound, "webhooks came");
        return null;
    }
}
