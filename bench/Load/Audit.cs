using System.Globalization;
using Workers.Conversations;

namespace Workers.Load;

/// <summary>Proves that speed cost nothing: each query completed once, in its place, shown all turns before it.</summary>
/// <param name="Completed">Turns that are as they must be.</param>
/// <param name="LostOrSwapped">Queries without such a turn, and turns without such a query.</param>
internal sealed record Audit(int Completed, int LostOrSwapped)
{
    private const int ContextTurns = 20;

    public static async Task<Audit> OfAsync(LoadPlan plan, string tenant, ConversationStore store)
    {
        var audit = new Audit(0, 0);
        foreach (var conversation in Workload.Conversations(plan, tenant))
        {
            var view = await store.ReadConversationAsync(conversation);
            audit += Of(plan, view?.Turns ?? [], view?.Mailbox.Count ?? 0);
        }

        return audit;
    }

    public static Audit operator +(Audit one, Audit other) =>
        new(one.Completed + other.Completed, one.LostOrSwapped + other.LostOrSwapped);

    private static Audit Of(LoadPlan plan, IReadOnlyList<EndedQuery> turns, int waiting)
    {
        var right = turns.Where((turn, i) => IsRight(turn, i)).Count();
        var spare = Math.Max(0, turns.Count - plan.PerConversation) + waiting;
        return new Audit(right, Math.Abs(plan.PerConversation - right) + spare);
    }

    private static bool IsRight(EndedQuery turn, int turnsBefore) =>
        turn.Status == QueryStatus.Completed && turn.Sequence == turnsBefore + 1
        && turn.Reply == CountingModel.AnswerTo(2 * Math.Min(turnsBefore, ContextTurns) + 2);
}
