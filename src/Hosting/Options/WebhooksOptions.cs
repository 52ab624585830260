namespace Workers.Hosting.Options;

/// <summary>How replies are brought to the tenants' addresses.</summary>
public sealed record WebhooksOptions
{
    /// <summary>Waits between the attempts, separated by spaces; when they are used up the delivery has
    /// failed.</summary>
    [Between("1ms", "30d")]
    public IReadOnlyList<TimeSpan> RetrySchedule { get; init; } =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2),
        TimeSpan.FromHours(5), TimeSpan.FromHours(10), TimeSpan.FromHours(10),
    ];

    /// <summary>How long one attempt may take; a longer one lets slow receivers hold delivery slots.</summary>
    [Between("50ms", "9m")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How many webhooks one process may have on their way to an endpoint (a tenant's host) in any case, but
    /// no more than half of the slots; more let slow ones hold more delivery slots. It may have more while half of the
    /// slots are free, or a quarter if it answers within a second.</summary>
    [Between("1", "10000")]
    public int PlacesPerEndpoint { get; init; } = 8;

    /// <summary>For tests and closed networks: webhooks and <c>replyTo</c> may use any address, port and http; the
    /// host list still holds.</summary>
    public bool DangerousAllowPrivateAddresses { get; init; }
}
