namespace Workers.Hosting.Options;

/// <summary>Who may look at all tenants' numbers.</summary>
public sealed record OperatorsOptions
{
    /// <summary>Without effect yet: a key for <c>/v1/capacity</c>, or <c>sha256:</c> and the hex of its SHA-256.</summary>
    [Secret]
    public IReadOnlyList<string> ApiKeys { get; init; } = [];
}

/// <summary>How the HTTP side presents itself.</summary>
public sealed record IngressOptions
{
    /// <summary>The address under which callers reach the ingress, absolute; it makes <c>Location</c>
    /// absolute.</summary>
    public Uri? PublicBaseUrl { get; init; }

    /// <summary>For tests of a crash, never else: the process kills itself when a query whose text contains this is in
    /// Redis and not yet on the queue.</summary>
    public string? DangerousDieBeforePublish { get; init; }
}
