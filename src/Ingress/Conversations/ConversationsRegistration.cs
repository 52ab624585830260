using Workers.Conversations;
using Workers.Ingress.Access;
using Workers.Ingress.Json;
using Workers.Ingress.Problems;

namespace Workers.Ingress.Conversations;

/// <summary>Reading a conversation, and erasing it.</summary>
internal static class ConversationsRegistration
{
    public static void MapConversations(this IEndpointRouteBuilder v1)
    {
        v1.MapRead("/conversations/{id}", ReadAsync);
        v1.MapDelete("/conversations/{id}", EraseAsync);
    }

    private static Task<IResult> ReadAsync(string id, HttpContext context, Caller caller, ConversationStore store) =>
        StoreTime.SpendAsync(context, StoreTime.ReadingBudget, async cancellation =>
        {
            if (RouteName.Of(id, context) is not { } name
                || await store.ReadConversationAsync(new ConversationRef(caller.Tenant, name), cancellation) is not { } view)
                return Refusals.NotFound;
            context.Response.Headers.CacheControl = "private, no-cache";
            return TypedResults.Json(ConversationAnswer.Of(name, view), IngressJson.Wire.ConversationAnswer);
        });

    private static async Task<IResult> EraseAsync(
        string id, HttpContext context, Caller caller, ConversationStore store, CancellationToken cancellation) =>
        RouteName.Of(id, context) is { } name
            && await store.EraseAsync(new ConversationRef(caller.Tenant, name), cancellation) is { } erasure
            ? TypedResults.Json(ErasureAnswer.Of(erasure), IngressJson.Wire.ErasureAnswer)
            : Refusals.NotFound;
}
