namespace Workers.Hosting.Options;

/// <summary>Where the broker and the store are.</summary>
public sealed record ConnectionOptions
{
    /// <summary>The broker, <c>amqp://user:password@host:5672/vhost</c>; required, Standalone needs none.</summary>
    [Secret, ShownDefault("required")]
    public string RabbitMq { get; init; } = "";

    /// <summary>The store, a StackExchange.Redis configuration string; required, Standalone needs none.</summary>
    [Secret, ShownDefault("required")]
    public string Redis { get; init; } = "";

    /// <summary>No secrets in logs.</summary>
    public override string ToString() => nameof(ConnectionOptions);
}
