using System.Text.Json;

namespace Workers.Testing;

/// <summary>
/// Speaks to a broker through rabbitmqctl: exact where the management plugin's figures are seconds old.
/// </summary>
internal sealed class RabbitControl(RabbitNode node) : IDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(90); // a busy machine starts Erlang slowly
    private readonly SemaphoreSlim _turn = new(1);

    public async Task<string> RunAsync(params string[] arguments)
    {
        await _turn.WaitAsync(); // all calls share one distribution port
        try
        {
            return await Command.RunAsync(node.Control(arguments), Bound);
        }
        finally
        {
            _turn.Release();
        }
    }

    public Task CreateVirtualHostAsync(string name) => RunAsync("eval",
        $"rabbit_vhost:add(<<\"{name}\">>, <<\"test\">>), rabbit_auth_backend_internal:set_permissions(" +
        $"<<\"guest\">>, <<\"{name}\">>, <<\".*\">>, <<\".*\">>, <<\".*\">>, <<\"test\">>).");

    public async Task<IReadOnlyList<QueueState>> QueuesAsync(string virtualHost)
    {
        var answer = await RunAsync("list_queues", "--vhost", virtualHost, "--formatter", "json",
            "name", "type", "messages_ready", "messages_unacknowledged", "consumers", "arguments");
        using var json = JsonDocument.Parse(answer[answer.IndexOf('[')..]);
        return [.. json.RootElement.EnumerateArray().Select(Read)];
    }

    public void Dispose() => _turn.Dispose();

    private static QueueState Read(JsonElement queue) => new(
        queue.GetProperty("name").GetString()!,
        queue.GetProperty("type").GetString()!.Replace("rabbit_", "").Replace("_queue", ""),
        Number(queue, "messages_ready"),
        Number(queue, "messages_unacknowledged"),
        (int)Number(queue, "consumers"),
        Arguments(queue.GetProperty("arguments")));

    // a queue without a leader has "" for its figures
    private static long Number(JsonElement queue, string name) =>
        queue.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetInt64() : 0;

    // rabbitmqctl prints an AMQP table as [["x-queue-type","longstr","quorum"], ...] or as an object
    private static Dictionary<string, string> Arguments(JsonElement table) => table.ValueKind == JsonValueKind.Object
        ? table.EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.ToString())
        : table.EnumerateArray().ToDictionary(entry => entry[0].ToString(), entry => entry[2].ToString());
}
