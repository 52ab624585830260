using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using StackExchange.Redis;
using Workers.Conversations;
using Workers.Ingress.Queries;
using Workers.Testing;

namespace Workers.Ingress.Tests.Queries;

/// <summary>What it costs that many wait.</summary>
[Collection(IngressCollection.Name)]
public sealed class QueryWatcherTests(SharedIngress shared)
{
    private const int Callers = 2000;
    private readonly ConversationRef _conversation = new("acme", "watched");

    [SkippableFact]
    public async Task A_query_that_thousands_wait_for_is_looked_at_once_and_read_once()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var connection = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString + ",allowAdmin=true");
        var store = new ConversationStore(connection, new ConversationSettings());
        await store.OpenAsync();
        using var watcher = Watcher(store);
        var (accepted, view) = await SubmittedAsync(store);
        var (_, behind) = await SubmittedAsync(store);
        var watches = Enumerable.Range(0, Callers).Select(_ => watcher.Watch(view)).ToList();
        using var other = watcher.Watch(behind);
        await watcher.LookAsync(default); // loads the script

        Assert.Equal((1, 0), await CostAsync(connection, () => watcher.LookAsync(default)));
        var begun = (Beginning.Begun)await store.BeginAsync(accepted.Next!, "token", true, 0);
        await store.CommitAsync(begun.Turn.Grant, "Hi");
        Assert.Equal((1, 2), await CostAsync(connection, () => watcher.LookAsync(default)));
        foreach (var watch in watches)
        {
            Assert.True(await watch.MovesAsync(default));
            Assert.Equal("Hi", watch.Current?.Reply);
        }

        Assert.Equal((1, 0), await CostAsync(connection, () => watcher.LookAsync(default)));
        other.Dispose();
        Assert.Equal((0, 0), await CostAsync(connection, () => watcher.LookAsync(default)));
    }

    private QueryWatcher Watcher(ConversationStore store) => new(
        store, shared.App.App.Services.GetRequiredService<IHostApplicationLifetime>(), new FakeTimeProvider(),
        NullLogger<QueryWatcher>.Instance);

    private async Task<(Submission.Accepted, QueryView)> SubmittedAsync(ConversationStore store)
    {
        var content = new QueryContent { ConversationId = _conversation.Id, Text = "Hello" };
        var id = QueryId.New(_conversation);
        var accepted = (Submission.Accepted)await store.SubmitAsync(_conversation, id, content, 10);
        return (accepted, (await store.ReadQueryAsync("acme", id))!);
    }

    /// <summary>Scripts run and strings read by what is done; a query is read by two of these.</summary>
    private static async Task<(int Scripts, int Strings)> CostAsync(ConnectionMultiplexer redis, Func<Task> act)
    {
        var before = await CallsAsync(redis.GetDatabase());
        await act();
        var after = await CallsAsync(redis.GetDatabase());
        return (after.Scripts - before.Scripts, after.Strings - before.Strings);
    }

    private static async Task<(int Scripts, int Strings)> CallsAsync(IDatabase database)
    {
        var stats = (string)(await database.ExecuteAsync("INFO", "commandstats"))!;
        int Of(string command) => Regex.Match(stats, $@"cmdstat_{command}:calls=(\d+)") is { Success: true } found
            ? int.Parse(found.Groups[1].ValueSpan) : 0;
        return (Of("evalsha"), Of("get"));
    }
}
