using Workers.Conversations;
using Workers.Ingress.Access;

namespace Workers.Ingress.Deliveries;

/// <summary>A page of webhooks, newest first.</summary>
internal sealed record DeliveryList(IReadOnlyList<DeliveryItem> Items, string? Next)
{
    public static DeliveryList Of(Page<ListedDelivery> page, Caller caller) =>
        new([.. page.Items.Select(item => DeliveryItem.Of(item, caller))], page.Next?.ToString());
}

/// <summary>One webhook with what its attempts came to.</summary>
/// <param name="Id">The <c>webhook-id</c>.</param>
/// <param name="QueryId">The query whose end it tells.</param>
/// <param name="Host">Where it goes; absent when nothing says so any more.</param>
/// <param name="Status">How it stands.</param>
/// <param name="Attempts">Its attempts that have ended, oldest first.</param>
/// <param name="NextAttemptAt">When it is tried again.</param>
internal sealed record DeliveryItem(
    string Id, string QueryId, string? Host, string Status, IReadOnlyList<AttemptItem> Attempts, DateTimeOffset? NextAttemptAt)
{
    public static DeliveryItem Of(ListedDelivery delivery, Caller caller) => new(
        delivery.Query.DeliveryId, delivery.Query.ToString(), HostOf(delivery, caller), delivery.Status.Name(),
        [.. delivery.Attempts.Select(attempt => new AttemptItem(attempt.At, attempt.DurationMs, attempt.Code, attempt.Error))],
        delivery.NextAttemptAt);

    private static string? HostOf(ListedDelivery delivery, Caller caller) =>
        delivery.ReplyTo is { } replyTo ? new Uri(replyTo).Host : caller.Options.Webhook.Url?.Host;
}

/// <summary>One attempt.</summary>
internal sealed record AttemptItem(DateTimeOffset At, int DurationMs, int? Code, string? Error);

/// <summary>A webhook that is sent again now.</summary>
internal sealed record RedeliveryAnswer(string Id, string QueryId, string Status);
