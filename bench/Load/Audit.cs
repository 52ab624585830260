using System.Globalization;
using Workers.Conversations;

namespace Workers.Load;

/// <summary>Proves that speed cost nothing: no turn lost, none swapped, each shown all that were before it.</summary>
internal static class Audit
{
    private const int ContextTurns = 20;

    public static async Task CheckAsync(LoadPlan plan, string tenant, ConversationStore store)
    {
        foreach (var conversation in Workload.Conversations(plan, tenant))
        {
            var view = await store.ReadConversationAsync(conversation);
            var turns = view?.Turns ?? [];
            for (var i = 0; i < plan.PerConversation; i++)
            {
                var shown = (2 * Math.Min(i, ContextTurns) + 2).ToString(CultureInfo.InvariantCulture);
                if (turns.Count != plan.PerConversation || turns[i].Sequence != i + 1 || turns[i].Reply != shown)
                    throw new InvalidDataException($"A turn of {conversation} was lost, swapped or blind: this run is void.");
            }
        }
    }
}
