using System.Diagnostics;
using StackExchange.Redis;
using Workers.Conversations;

namespace Workers.Load.Figures;

/// <summary>Whether a commit costs more in a long conversation: the script alone, without the append-only file.</summary>
internal sealed class LongConversation : IFigure
{
    private const int Early = 10;
    private const int Late = 10_000;
    private const int Samples = 1_000;

    public string Name => "long";

    public async Task<Finding> MeasureAsync(LoadPlan plan, Servers servers)
    {
        await using var ingress = await InProcess.StartIngressAsync(servers);
        await WithoutFileAsync(servers);
        var veteran = Conversation("veteran");
        await AnswerAsync(ingress.Store, veteran, Late - 1);
        var (early, late) = (new List<TimeSpan>(), new List<TimeSpan>());
        for (var i = 0; i < Samples; i++) // in turn, so that what else the machine does meets both
        {
            var novice = Conversation($"novice-{i}");
            await AnswerAsync(ingress.Store, novice, Early - 1);
            early.Add(await CommitAsync(ingress.Store, novice));
            late.Add(await CommitAsync(ingress.Store, veteran));
        }

        return Found(Times.Of(early), Times.Of(late));
    }

    private static Finding Found(Times early, Times late)
    {
        var ratio = Math.Round(late.P50Ms / early.P50Ms, 3);
        return new Finding(
            $"commit p50 {early.P50Ms} ms at turn {Early}, {late.P50Ms} ms from turn {Late}",
            new { early = new { turn = Early, commit = early }, late = new { turn = Late, commit = late }, ratio },
            Aim.AtMost("ratio", ratio, 1.1));
    }

    private static ConversationRef Conversation(string id) => new(Processes.TenantId, id);

    private static async Task AnswerAsync(ConversationStore store, ConversationRef conversation, int turns)
    {
        for (var turn = 0; turn < turns; turn++)
            await CommitAsync(store, conversation);
    }

    private static async Task<TimeSpan> CommitAsync(ConversationStore store, ConversationRef conversation)
    {
        var grant = await OneTurn.BeginAsync(store, await OneTurn.SubmitAsync(store, conversation, "Where is it?"));
        var start = Stopwatch.GetTimestamp();
        await store.CommitAsync(grant, "It is on its way.");
        return Stopwatch.GetElapsedTime(start);
    }

    // Waiting for the disk is the same for every commit and would hide what the script costs.
    private static async Task WithoutFileAsync(Servers servers)
    {
        await using var redis = await ConnectionMultiplexer.ConnectAsync(servers.Redis + ",allowAdmin=true");
        await redis.GetServers()[0].ConfigSetAsync("appendonly", "no");
    }
}
