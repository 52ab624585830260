using Workers.Conversations;

namespace Workers.Load;

/// <summary>The queries of a run, in the order in which they are submitted.</summary>
internal static class Workload
{
    private const int AtOnce = 256;
    private const string Text = "Where is my order? I ordered two blue mugs on Monday, and they have not come yet.";

    public static IEnumerable<ConversationRef> Conversations(LoadPlan plan, string tenant) =>
        Enumerable.Range(0, plan.Conversations).Select(number => Conversation(tenant, number));

    public static ConversationRef Conversation(string tenant, int number) => new(tenant, $"ticket-{number}");

    public static QueryContent Query(ConversationRef conversation) =>
        new() { ConversationId = conversation.Id, Text = Text };

    /// <summary>Submits every conversation's queries one after the other, conversations side by side.</summary>
    public static Task SubmitAsync(LoadPlan plan, string tenant, Func<ConversationRef, Task> submit) =>
        Parallel.ForEachAsync(
            Conversations(plan, tenant), new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (conversation, _) =>
            {
                for (var i = 0; i < plan.PerConversation; i++)
                    await submit(conversation);
            });
}
