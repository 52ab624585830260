using Workers.Conversations;
using Workers.Ingress.Access;
using Workers.Ingress.Json;
using Workers.Ingress.Limits;
using Workers.Ingress.Listing;
using Workers.Ingress.Problems;
using Workers.Ingress.Queries;

namespace Workers.Ingress.DeadLetters;

/// <summary>Failed queries: the list of them, and asking one again.</summary>
internal static class DeadLettersRegistration
{
    public static void MapDeadLetters(this IEndpointRouteBuilder v1)
    {
        v1.MapRead("/dead-letters", ListAsync);
        v1.MapPost("/dead-letters/{id}/redrive", RedriveEndpoint.RedriveAsync)
            .AddEndpointFilter(RateHeaders.WriteAsync);
    }

    private static async Task<IResult> ListAsync(
        HttpContext context, Caller caller, ConversationStore store, CancellationToken cancellation)
    {
        if (!Paging.TryRead(context.Request.Query, out var paging, out var errors))
            return Refusals.Invalid(errors);
        var page = await store.ListDeadLettersAsync(caller.Tenant, paging.Limit, paging.After, cancellation);
        context.Response.Headers.CacheControl = "private, no-cache";
        return TypedResults.Json(
            new DeadLetterList([.. page.Items.Select(QueryAnswer.Of)], page.Next?.ToString()),
            IngressJson.Wire.DeadLetterList);
    }
}

/// <summary>A page of failed queries, newest first.</summary>
internal sealed record DeadLetterList(IReadOnlyList<QueryAnswer> Items, string? Next);
