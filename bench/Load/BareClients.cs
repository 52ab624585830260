using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using StackExchange.Redis;
using Workers.Contracts.V1;
using Workers.Conversations;
using Workers.Conversations.Redis;
using Workers.Worker.Answering;

namespace Workers.Load;

/// <summary>The same publishes, consumes and script calls, by the bare clients and nothing else: what the machine allows.</summary>
internal sealed class BareClients(LoadPlan plan, Servers servers)
{
    private const string Queue = "bare.queries";
    private const string Reply = "\"reply\":{\"text\":\"2\"}";
    private static readonly Dictionary<string, object?> Quorum = new() { ["x-queue-type"] = "quorum" };
    private static readonly BasicProperties Persistent = new() { Persistent = true };
    private static readonly ConversationSettings Settings = new();

    public async Task<Rates> RunAsync(string tenant)
    {
        await using var redis = await ConnectionMultiplexer.ConnectAsync(servers.Redis + ",allowAdmin=true");
        var factory = new ConnectionFactory { Uri = new Uri(servers.RabbitMq) };
        await using var publishing = await factory.CreateConnectionAsync();
        await using var publisher = await publishing.CreateChannelAsync(new CreateChannelOptions(true, true, null));
        await publisher.QueueDeclareAsync(Queue, durable: true, exclusive: false, autoDelete: false, Quorum);
        var submitting = await Phase.MeasureAsync(plan, servers, redis, () => Workload.SubmitAsync(
            plan, tenant, conversation => SubmitAsync(redis.GetDatabase(), publisher, conversation)));
        await using var consuming = await factory.CreateConnectionAsync();
        return Rates.Of(plan, submitting, await Phase.MeasureAsync(
            plan, servers, redis, () => AnswerAsync(redis.GetDatabase(), publisher, consuming)));
    }

    /// <summary>Pipelined and confirmed publishes a second.</summary>
    public async Task<double> PublishRateAsync()
    {
        const int count = 20_000;
        var factory = new ConnectionFactory { Uri = new Uri(servers.RabbitMq) };
        await using var connection = await factory.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true, null));
        await channel.QueueDeclareAsync("bare.calibration", durable: true, exclusive: false, autoDelete: false, Quorum);
        var hint = Hint(new ConversationRef("calibration", "ticket"), "q_00", 0);
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, count).Select(_ => PublishAsync(channel, "bare.calibration", hint)));
        var rate = Math.Round(count / watch.Elapsed.TotalSeconds);
        await channel.QueueDeleteAsync("bare.calibration");
        return rate;
    }

    private static async Task SubmitAsync(IDatabase redis, IChannel publisher, ConversationRef conversation)
    {
        var id = QueryId.New(conversation);
        var keys = Keys.Of(
            conversation, Keys.Ended(id), Keys.Owner(id), Keys.Turns(conversation), Keys.Others(conversation));
        var result = (RedisResult[])(await redis.ScriptEvaluateAsync(Scripts.Submit, keys,
        [
            id.ToString(), StoredJson.Of(Workload.Query(conversation)), 0, 0, 1000,
            Clock.Milliseconds(Settings.ContextTimeToLive),
        ]))!;
        if ((long)result[5] is > 0 and var stamp)
            await PublishAsync(publisher, Queue, Hint(conversation, id.ToString(), stamp));
    }

    private async Task AnswerAsync(IDatabase redis, IChannel publisher, IConnection connection)
    {
        await using var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(false, false, null, (ushort)plan.Slots));
        await channel.BasicQosAsync(0, (ushort)plan.Slots, global: false);
        var (left, done) = (plan.Queries, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, delivery) =>
        {
            var hint = JsonSerializer.Deserialize<QueryReady>(delivery.Body.Span)!;
            var answered = await ConversationAsync(redis, publisher, hint);
            await channel.BasicAckAsync(delivery.DeliveryTag, multiple: false);
            if (Interlocked.Add(ref left, -answered) == 0)
                done.TrySetResult();
        };
        await channel.BasicConsumeAsync(Queue, autoAck: false, consumer);
        await done.Task.WaitAsync(TimeSpan.FromMinutes(10));
    }

    // As our worker does: short turns of a conversation go on at once, and the rest goes through the queue.
    private async Task<int> ConversationAsync(IDatabase redis, IChannel publisher, QueryReady hint)
    {
        var (since, answered) = (Stopwatch.GetTimestamp(), 0);
        for (QueryReady? next = hint; next is { } head; answered++)
        {
            (next, var goesOn) = await TurnAsync(redis, head, since);
            if (next is null || goesOn)
                continue;
            await PublishAsync(publisher, Queue, next);
            next = null;
        }

        return answered;
    }

    private async Task<(QueryReady? Next, bool GoesOn)> TurnAsync(IDatabase redis, QueryReady hint, long since)
    {
        var conversation = new ConversationRef(hint.Tenant, hint.ConversationId);
        var begun = (RedisResult[])(await redis.ScriptEvaluateAsync(
            Scripts.Begin, Keys.Of(conversation, Keys.Turns(conversation)),
            [
                Guid.NewGuid().ToString("N"), Clock.Milliseconds(Settings.Lease), 0, hint.PublishedAt, 0, 20,
                Settings.MaxAttempts,
            ]))!;
        if (plan.AgentWait > TimeSpan.Zero)
            await Task.Delay(plan.AgentWait);
        var (id, goesOn) = (QueryId.Parse((string)begun[2]!), Stopwatch.GetElapsedTime(since) < Quantum.Length);
        var committed = (RedisResult[])(await redis.ScriptEvaluateAsync(
            Scripts.Commit, Keys.Ending(conversation, id),
            [
                Settings.TurnsKept, Clock.Milliseconds(Settings.ContextTimeToLive),
                Clock.Milliseconds(Settings.QueryTimeToLive), Clock.Milliseconds(Settings.DeadLetterTimeToLive),
                id.ToString(), 0, (long)begun[1], Reply, "", goesOn,
            ]))!;
        return (string)committed[3]! is { Length: > 0 } next
            ? (Hint(conversation, next, (long)committed[4]), goesOn) : (null, false);
    }

    private static QueryReady Hint(ConversationRef conversation, string id, long stamp) => new()
    {
        Tenant = conversation.Tenant, ConversationId = conversation.Id, Epoch = 0, QueryId = id, PublishedAt = stamp,
    };

    private static async Task PublishAsync(IChannel channel, string queue, QueryReady hint) =>
        await channel.BasicPublishAsync(
            "", queue, mandatory: true, Persistent, JsonSerializer.SerializeToUtf8Bytes(hint));
}
