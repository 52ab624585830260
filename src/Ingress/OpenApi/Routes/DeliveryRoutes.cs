using Workers.Conversations;
using Workers.Ingress.Deliveries;
using Workers.Ingress.OpenApi.Schemas;
using Workers.Ingress.Problems;

namespace Workers.Ingress.OpenApi.Routes;

/// <summary>Listing webhooks and sending them again.</summary>
internal static class DeliveryRoutes
{
    public static IReadOnlyDictionary<string, RouteDescription> All { get; } = new Dictionary<string, RouteDescription>
    {
        ["GET /v1/deliveries"] = new("listDeliveries", Groups.Deliveries, "List webhooks")
        {
            Details = "Newest first, with the attempts that have ended. `id` is the webhook-id.",
            Parameters =
            [
                Parameters.Query("status", "Only those; all by default.", Bounds.DeliveryStatusWord()),
                .. Parameters.Page(),
            ],
            Answers = [new(200, "page", "A page of them") { Example = Samples.Deliveries }],
            Refusals = [RouteDescription.Invalid("status", "status must be one of pending, delivered, failed, discarded.")],
        },
        ["POST /v1/deliveries/{id}/redeliver"] = new("redeliver", Groups.Deliveries, "Send a webhook again")
        {
            Details = "It goes out now under its old webhook-id, and its schedule begins anew.",
            IdSchema = Bounds.DeliveryId(),
            Answers =
            [
                new(202, "due", "It is due now")
                {
                    Example = new RedeliveryAnswer(Samples.Delivery, Samples.Completed, DeliveryStatus.Pending.Name()),
                    Id = Samples.Delivery,
                },
            ],
            Refusals = [Refusals.NotFound, Refusals.BeingSent],
        },
    };
}
