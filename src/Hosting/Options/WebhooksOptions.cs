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

    /// <summary>For tests and closed networks: webhooks and <c>replyTo</c> may use any address, port and http; the
    /// host list still holds.</summary>
    public bool DangerousAllowPrivateAddresses { get; init; }
}
