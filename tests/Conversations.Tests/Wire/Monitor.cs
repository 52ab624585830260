using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Workers.Conversations.Tests;

/// <summary>A script call as Redis' MONITOR shows it, with the commands that it made.</summary>
internal sealed record MonitoredCall(string Script, IReadOnlyList<string> Keys, List<string[]> Commands)
{
    /// <summary>Commands that name several keys; all others that the scripts make name one, first.</summary>
    private static readonly string[] OfManyKeys = ["DEL", "EXISTS"];

    public IEnumerable<string> Touched => Commands.Where(command => command.Length > 1)
        .SelectMany(command => OfManyKeys.Contains(command[0].ToUpperInvariant()) ? command[1..] : [command[1]]);
}

/// <summary>Listens to MONITOR on a connection of its own.</summary>
internal sealed partial class Monitor : IAsyncDisposable
{
    private const string End = "the monitor may stop";
    private readonly TcpClient _client = new();
    private readonly List<string> _lines = [];
    private Task _reading = Task.CompletedTask;

    public static async Task<Monitor> StartAsync(int port)
    {
        var monitor = new Monitor();
        await monitor._client.ConnectAsync("127.0.0.1", port);
        var stream = monitor._client.GetStream();
        var reader = new StreamReader(stream);
        await stream.WriteAsync("MONITOR\r\n"u8.ToArray());
        await reader.ReadLineAsync();
        monitor._reading = monitor.ReadAsync(reader);
        return monitor;
    }

    /// <summary>Waits until Redis has shown what came before this call, and gives it.</summary>
    public async Task<IReadOnlyList<MonitoredCall>> StopAsync(StackExchange.Redis.IDatabase database)
    {
        await database.ExecuteAsync("ECHO", End);
        await _reading.WaitAsync(TimeSpan.FromSeconds(20));
        var calls = new List<MonitoredCall>();
        foreach (var line in _lines)
        {
            string[] words = [.. Word().Matches(line).Select(word => Regex.Unescape(word.Groups[1].Value))];
            if (Inside().IsMatch(line))
                calls[^1].Commands.Add(words);
            else if (words[0].StartsWith("EVAL", StringComparison.OrdinalIgnoreCase))
                calls.Add(new MonitoredCall(words[1], words[3..(3 + int.Parse(words[2]))], []));
        }
        return calls;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _reading.ContinueWith(_ => { }, TaskScheduler.Default);
    }

    private async Task ReadAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line && !line.Contains(End))
            _lines.Add(line);
    }

    [GeneratedRegex("\"((?:[^\"\\\\]|\\\\.)*)\"")]
    private static partial Regex Word();

    [GeneratedRegex(@"^\+?[0-9.]+ \[\d+ lua\]")]
    private static partial Regex Inside();
}
