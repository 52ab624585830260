using System.Diagnostics;
using System.Threading.Channels;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using Workers.Contracts;
using Workers.Conversations;

namespace Workers.Load.Figures;

/// <summary>Where the time of one turn goes while nothing else is going on: each step alone, without HTTP and model.</summary>
internal sealed class StepTimes : IFigure
{
    private const int WarmUps = 200;
    private const int Turns = 500;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    public string Name => "steps";

    public async Task<Finding> MeasureAsync(LoadPlan plan, Servers servers)
    {
        await using var ingress = await InProcess.StartIngressAsync(servers);
        var factory = new ConnectionFactory { Uri = new Uri(servers.RabbitMq) };
        await using var connection = await factory.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await ingress.SubmitAsync(Conversation("first"), Workload.Query(Conversation("first")), 1); // declares the queue
        var arrivals = await ArrivalsAsync(channel);
        await arrivals.ReadAsync();
        var turns = new List<Steps>();
        for (var turn = 0; turn < WarmUps + Turns; turn++)
        {
            turns.Add(await TurnAsync(ingress, Conversation($"{turn}"), arrivals));
            await Task.Delay(Pause);
        }

        return Found(turns[WarmUps..]);
    }

    private static ConversationRef Conversation(string id) => new(Processes.TenantId, id);

    private static async Task<ChannelReader<long>> ArrivalsAsync(IChannel channel)
    {
        var arrivals = Channel.CreateUnbounded<long>();
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, delivery) =>
        {
            arrivals.Writer.TryWrite(Stopwatch.GetTimestamp());
            await channel.BasicAckAsync(delivery.DeliveryTag, multiple: false);
        };
        await channel.BasicConsumeAsync(QueueNames.Queries, autoAck: false, consumer);
        return arrivals.Reader;
    }

    private static async Task<Steps> TurnAsync(
        InProcess ingress, ConversationRef conversation, ChannelReader<long> arrivals)
    {
        var submitted = Stopwatch.GetTimestamp();
        var hint = await OneTurn.SubmitAsync(ingress.Store, conversation, Workload.Query(conversation).Text);
        var published = Stopwatch.GetTimestamp();
        await ingress.Hints.PublishAsync(hint, CancellationToken.None);
        var confirmed = Stopwatch.GetTimestamp();
        var arrived = await arrivals.ReadAsync().AsTask().WaitAsync(Bound);
        var begun = Stopwatch.GetTimestamp();
        var grant = await OneTurn.BeginAsync(ingress.Store, hint);
        var answered = Stopwatch.GetTimestamp();
        await ingress.Store.CommitAsync(grant, "It is on its way.");
        return new Steps(
            Stopwatch.GetElapsedTime(submitted, published), Stopwatch.GetElapsedTime(published, confirmed),
            Stopwatch.GetElapsedTime(published, arrived), Stopwatch.GetElapsedTime(begun, answered),
            Stopwatch.GetElapsedTime(answered));
    }

    private static Finding Found(IReadOnlyList<Steps> turns)
    {
        Times Of(Func<Steps, TimeSpan> step) => Times.Of(turns.Select(step));
        var (submit, begin, commit) = (Of(one => one.Submit), Of(one => one.Begin), Of(one => one.Commit));
        var (confirm, arrive) = (Of(one => one.PublishToConfirm), Of(one => one.PublishToWorker));
        return new Finding(
            $"p50 submit {submit.P50Ms} ms, publish to confirm {confirm.P50Ms} ms, publish to worker {arrive.P50Ms} ms, "
                + $"begin {begin.P50Ms} ms, commit {commit.P50Ms} ms",
            new { submit, publishToConfirm = confirm, publishToWorker = arrive, begin, commit });
    }

    private readonly record struct Steps(
        TimeSpan Submit, TimeSpan PublishToConfirm, TimeSpan PublishToWorker, TimeSpan Begin, TimeSpan Commit);
}
