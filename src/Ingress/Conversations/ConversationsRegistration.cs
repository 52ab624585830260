using Workers.Conversations;
using Workers.Ingress.Access;
using Workers.Ingress.Json;
using Workers.Ingress.Problems;

namespace Workers.Ingress.Conversations;

/// <summary>Reading a conversation.</summary>
internal static class ConversationsRegistration
{
    public static void MapConversations(this IEndpointRouteBuilder v1) =>
        v1.MapGet("/conversations/{id}", ReadAsync);

    private static async Task<IResult> ReadAsync(
        string id, HttpContext context, Caller caller, ConversationStore store, CancellationToken cancellation)
    {
        var name = Decoded(id);
        var conversation = new ConversationRef(caller.Tenant, name);
        if (!ConversationIdRule.IsValid(name)
            || await store.ReadConversationAsync(conversation, cancellation) is not { } view)
            return Refusals.NotFound;
        context.Response.Headers.CacheControl = "private, no-cache";
        return TypedResults.Json(ConversationAnswer.Of(name, view), IngressJson.Wire.ConversationAnswer);
    }

    // The server decodes a path but leaves %2F, which would else become a separator.
    private static string Decoded(string id) => id.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
}
