using Workers.Contracts.V1;
using Workers.Conversations;

namespace Workers.Load.Figures;

/// <summary>What a conversation costs in Redis: one that had its turns and is idle, and one with a query that waits.</summary>
internal sealed class RedisMemory : IFigure
{
    private const int Conversations = 2_000;
    private const int Turns = 10;
    private static readonly string Text = string.Concat(Enumerable.Repeat("Where is my order? ", 11))[..200];

    public string Name => "memory";

    public async Task<Finding> MeasureAsync(LoadPlan plan, Servers servers)
    {
        await using var ingress = await InProcess.StartIngressAsync(servers);
        await OfEachAsync("warm-up", one => AnsweredAsync(ingress.Store, one), conversations: 64);
        var empty = await RedisInfo.UsedMemoryAsync(servers);
        await OfEachAsync("idle", one => AnsweredAsync(ingress.Store, one), Conversations);
        var idle = await RedisInfo.UsedMemoryAsync(servers);
        await OfEachAsync("active", one => SubmitAsync(ingress.Store, one), Conversations);
        var active = await RedisInfo.UsedMemoryAsync(servers);
        var (perIdle, perActive) = (Each(idle - empty), Each(active - idle));
        return new Finding(
            $"{perIdle} bytes an idle conversation, {perActive} an active one",
            new
            {
                conversations = Conversations, turns = Turns, charactersPerText = Text.Length,
                bytesPerIdleConversation = perIdle, bytesPerActiveConversation = perActive,
            });
    }

    private static async Task AnsweredAsync(ConversationStore store, ConversationRef conversation)
    {
        for (var turn = 0; turn < Turns; turn++)
            await store.CommitAsync(await OneTurn.BeginAsync(store, await SubmitAsync(store, conversation)), Text);
    }

    private static Task<QueryReady> SubmitAsync(ConversationStore store, ConversationRef conversation) =>
        OneTurn.SubmitAsync(store, conversation, Text);

    private static Task OfEachAsync(string kind, Func<ConversationRef, Task> work, int conversations) =>
        Parallel.ForEachAsync(
            Enumerable.Range(0, conversations), new ParallelOptions { MaxDegreeOfParallelism = 32 },
            async (number, _) => await work(new ConversationRef(Processes.TenantId, $"{kind}-{number}")));

    private static long Each(long bytes) => bytes / Conversations;
}
