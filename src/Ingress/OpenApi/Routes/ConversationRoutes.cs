using Workers.Ingress.Conversations;
using Workers.Ingress.OpenApi.Schemas;
using Workers.Ingress.Problems;

namespace Workers.Ingress.OpenApi.Routes;

/// <summary>Reading and erasing conversations.</summary>
internal static class ConversationRoutes
{
    private const string Slash = " A slash of the id is sent as %2F.";

    public static IReadOnlyDictionary<string, RouteDescription> All { get; } = new Dictionary<string, RouteDescription>
    {
        ["GET /v1/conversations/{id}"] = new("readConversation", Groups.Conversations, "Read a conversation")
        {
            Details = "`turns` are its ended queries in the order in which they ended, the last that are kept; "
                + "`mailbox` are the others, a running one first. Only completed turns are context for the agent." + Slash,
            IdSchema = Bounds.ConversationId(),
            Answers =
            [
                new(200, "found", "The conversation") { Example = Samples.WholeConversation, Id = Samples.Conversation },
            ],
            Refusals = [Refusals.NotFound],
        },
        ["DELETE /v1/conversations/{id}"] = new("eraseConversation", Groups.Conversations, "Erase a conversation")
        {
            Details = "Everything that is kept of it goes, also while a turn runs: nothing late brings it back, and no "
                + "webhook tells of it. The next query starts it anew." + Slash,
            IdSchema = Bounds.ConversationId(),
            Answers =
            [
                new(200, "erased", "How much was removed") { Example = new ErasureAnswer(1, 6, 2, 1), Id = Samples.Silent },
            ],
            Refusals = [Refusals.NotFound],
        },
    };
}
