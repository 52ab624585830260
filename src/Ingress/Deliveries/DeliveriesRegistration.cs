using Workers.Conversations;
using Workers.Ingress.Access;
using Workers.Ingress.Json;
using Workers.Ingress.Listing;
using Workers.Ingress.Problems;
using Workers.Ingress.Queries;

namespace Workers.Ingress.Deliveries;

/// <summary>Webhooks as their tenant sees them: the list with all attempts, and sending one again.</summary>
internal static class DeliveriesRegistration
{
    private static readonly Dictionary<string, DeliveryStatus> Statuses =
        Enum.GetValues<DeliveryStatus>().ToDictionary(status => status.Name());

    public static void MapDeliveries(this IEndpointRouteBuilder v1)
    {
        v1.MapRead("/deliveries", ListAsync);
        v1.MapPost("/deliveries/{id}/redeliver", RedeliverAsync);
    }

    private static async Task<IResult> ListAsync(
        HttpContext context, Caller caller, ConversationStore store, CancellationToken cancellation)
    {
        DeliveryStatus? status = null;
        _ = Paging.TryRead(context.Request.Query, out var paging, out var errors);
        if (context.Request.Query["status"] is { Count: > 0 } wanted)
        {
            if (wanted.Count == 1 && Statuses.TryGetValue(wanted[0]!, out var known))
                status = known;
            else
                errors.Add("status", $"status must be one of {string.Join(", ", Statuses.Keys)}.");
        }
        if (errors.Any)
            return Refusals.Invalid(errors);
        var page = await store.ListDeliveriesAsync(caller.Tenant, status, paging.Limit, paging.After, cancellation);
        context.Response.Headers.CacheControl = "private, no-cache";
        return TypedResults.Json(DeliveryList.Of(page, caller), IngressJson.Wire.DeliveryList);
    }

    private static async Task<IResult> RedeliverAsync(
        string id, Caller caller, ConversationStore store, HintSender hints, CancellationToken cancellation)
    {
        if (!QueryId.TryParseDelivery(id, out var query))
            return Refusals.NotFound;
        switch (await store.RedeliverAsync(caller.Tenant, query, cancellation))
        {
            case Redelivery.Due due:
                await hints.SendAsync(due.Handover);
                return TypedResults.Json(
                    new RedeliveryAnswer(id, query.ToString(), DeliveryStatus.Pending.Name()),
                    IngressJson.Wire.RedeliveryAnswer, null, 202);
            case Redelivery.BeingSent:
                return Refusals.BeingSent;
            default:
                return Refusals.NotFound;
        }
    }
}
