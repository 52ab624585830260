using Workers.Conversations.Redis;

namespace Workers.Conversations;

public sealed partial class ConversationStore
{
    private static readonly TimeSpan PendingTimeToLive = TimeSpan.FromDays(400);

    /// <summary>Makes a delivery due now, whatever it had come to; its schedule begins anew, its <c>webhook-id</c> stays.</summary>
    /// <param name="tenant">Whose it is.</param>
    /// <param name="id">The query whose end it tells.</param>
    /// <param name="cancellation">Ends the wait; the delivery may be due all the same.</param>
    public async Task<Redelivery> RedeliverAsync(string tenant, QueryId id, CancellationToken cancellation = default)
    {
        var byStatus = Enum.GetValues<DeliveryStatus>().Select(status => Keys.Deliveries(id.Bucket, tenant, status));
        var result = await RunAsync(
            Scripts.Redeliver, [Keys.Delivery(id), Keys.Due(id.Bucket), .. byStatus],
            [id.ToString(), tenant, Clock.Milliseconds(PendingTimeToLive)], cancellation).ConfigureAwait(false);
        return (int)result[0] switch
        {
            1 => new Redelivery.Due(new Handover(null, [ReplyHint(tenant, id, (long)result[1])])),
            2 => new Redelivery.BeingSent(),
            _ => new Redelivery.Unknown(),
        };
    }
}

/// <summary>What came of asking for a delivery again.</summary>
public abstract record Redelivery
{
    private Redelivery() { }

    /// <summary>It is sent again now.</summary>
    public sealed record Due(Handover Handover) : Redelivery;

    /// <summary>An attempt is on its way this moment.</summary>
    public sealed record BeingSent : Redelivery;

    /// <summary>There is no such delivery, or not any more.</summary>
    public sealed record Unknown : Redelivery;
}
