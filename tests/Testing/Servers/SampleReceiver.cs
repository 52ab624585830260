namespace Workers.Testing;

/// <summary>One of docs/receivers as its own process.</summary>
public sealed class SampleReceiver : IAsyncDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);
    private readonly ServerProcess _server;

    private SampleReceiver(string language, string[] command, string secret)
    {
        var port = FreePort.Next();
        Url = new Uri($"http://127.0.0.1:{port}/hooks/reply");
        var start = new ChildStart(command[0], command[1..], Path.GetTempPath())
        {
            Environment = new Dictionary<string, string?>
            {
                ["WEBHOOK_SECRET"] = secret,
                ["PORT"] = $"{port}",
                ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}",
                ["Logging__LogLevel__Microsoft.AspNetCore"] = "Warning", // else it pushes out what was acted upon
            },
        };
        _server = new ServerProcess(language, start, ListeningAsync, Bound);
    }

    /// <summary>Where it takes replies.</summary>
    public Uri Url { get; }

    /// <summary>Waits until it has acted upon a webhook, and returns the ids of all that it acted upon.</summary>
    public async Task<IReadOnlyList<string>> ActedAsync(string id)
    {
        using var bound = new CancellationTokenSource(Bound);
        await _server.Child.Output.LineAsync(line => line.StartsWith($"{id}: ", StringComparison.Ordinal), bound.Token);
        return [.. _server.Child.Output.Text.Split('\n')
            .Where(line => line.StartsWith("msg_", StringComparison.Ordinal)).Select(line => line.Split(':')[0])];
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _server.DisposeAsync();

    internal static async Task<SampleReceiver> StartAsync(string language, string[] command, string secret)
    {
        var receiver = new SampleReceiver(language, command, secret);
        await receiver._server.StartAsync();
        return receiver;
    }

    private static Task<string> ListeningAsync(ChildProcess child, CancellationToken bound) =>
        child.Output.LineAsync(line => line.Contains("listening", StringComparison.OrdinalIgnoreCase), bound);
}
