namespace Workers.Contracts.V1;

/// <summary>Wakes a delivery: an ended query's webhook can be sent now. A hint only, like <see
/// cref="QueryReady"/>.</summary>
public sealed record ReplyReady
{
    /// <summary>The account whose webhook is to be called.</summary>
    public required string Tenant { get; init; }

    /// <summary>The delivery to wake; also the <c>webhook-id</c> of every attempt.</summary>
    public required string DeliveryId { get; init; }

    /// <summary>Redis' clock at publishing, Unix milliseconds.</summary>
    public required long PublishedAt { get; init; }
}
