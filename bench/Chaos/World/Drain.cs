using StackExchange.Redis;
using Workers.Chaos.Audit;
using Workers.Testing;

namespace Workers.Chaos.World;

/// <summary>Waits until all that was accepted has ended, and then looks at everything once more.</summary>
internal sealed class Drain(Stage stage, Action<string> tell)
{
    private static readonly TimeSpan Accepting = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Standstill = TimeSpan.FromSeconds(100); // the product waits for less
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(60);

    /// <param name="glances">What was read meanwhile.</param>
    /// <param name="stop">Ends it without a result.</param>
    public async Task<Records> RecordsAsync(IReadOnlyList<Reading> glances, CancellationToken stop)
    {
        await stage.Crm.AcceptedAsync(Accepting).WaitAsync(stop);
        await AllToldAsync(stop);
        var queues = await QueuesAsync(stop);
        var ids = stage.Crm.Receipts.Select(receipt => receipt.Id).Distinct().ToList();
        return new Records
        {
            Asked = [.. stage.Crm.Asked],
            Receipts = [.. stage.Crm.Receipts],
            Surprises = [.. stage.Door.Surprises],
            Notices = [.. stage.Inbox.Requests.Select(Notices.Read)],
            Glances = glances,
            Endings = await EachAsync(ids, stage.Door.ReadAsync, stop),
            Talks = await EachAsync(stage.Crm.Conversations, stage.Door.TalkAsync, stop),
            Calls = [.. stage.Model.Calls],
            Exits = [.. stage.Workers.Concat(stage.Ingresses).SelectMany(replica => replica.Exits)],
            KeysLeft = await KeysAsync(),
            QueuesLeft = queues,
        };
    }

    private async Task AllToldAsync(CancellationToken stop)
    {
        var (most, since) = (-1, DateTimeOffset.UtcNow);
        while (DateTimeOffset.UtcNow - since < Standstill)
        {
            var left = stage.Crm.Known(hasEnded: false).DistinctBy(query => query.Id).Count();
            var progress = stage.Inbox.Requests.Count;
            if (left == 0)
                return;
            if (progress != most)
                (most, since) = (progress, DateTimeOffset.UtcNow);
            tell($"{left} queries have not been told of yet");
            await Task.Delay(TimeSpan.FromSeconds(2), stop);
        }
    }

    private async Task<IReadOnlyList<QueueLeft>> QueuesAsync(CancellationToken stop)
    {
        for (var until = DateTimeOffset.UtcNow + Settling; ;)
        {
            var queues = await stage.Rabbit.QueuesAsync();
            if (queues.All(queue => queue.Ready + queue.Unacknowledged == 0) || DateTimeOffset.UtcNow > until)
                return [.. queues.Select(queue => new QueueLeft(queue.Name, queue.Ready, queue.Unacknowledged))];
            await Task.Delay(TimeSpan.FromSeconds(1), stop);
        }
    }

    private static async Task<IReadOnlyList<T>> EachAsync<T>(
        IEnumerable<string> names, Func<string, int, Task<T?>> read, CancellationToken stop) where T : class
    {
        var found = new List<T>();
        foreach (var some in names.Chunk(16))
            found.AddRange((await Task.WhenAll(some.Select(name => AgainAsync(name, read)))).OfType<T>());
        stop.ThrowIfCancellationRequested();
        return found;
    }

    private static async Task<T?> AgainAsync<T>(string name, Func<string, int, Task<T?>> read) where T : class
    {
        for (var tries = 0; tries < 5; tries++)
            if (await read(name, tries) is { } found)
                return found;
        return null;
    }

    private async Task<IReadOnlyList<string>> KeysAsync()
    {
        await using var redis = await ConnectionMultiplexer.ConnectAsync(stage.Redis.ConnectionString);
        var (store, left) = (redis.GetDatabase(), new List<string>());
        await foreach (var key in redis.GetServers()[0].KeysAsync(pageSize: 1000))
            if (await store.KeyTimeToLiveAsync(key) is null && await store.KeyExistsAsync(key))
                left.Add(key.ToString());
        return left;
    }
}
