namespace Workers.Hosting.Options;

/// <summary>The tenants by their ids (<c>[a-z0-9-]{1,32}</c>).</summary>
public sealed record TenantsOptions(IReadOnlyDictionary<string, TenantOptions> ById);

/// <summary>One tenant: who may submit in its name, where its replies go, and how much it may queue.</summary>
public sealed record TenantOptions
{
    /// <summary>A key that callers send, or <c>sha256:</c> and the hex of its SHA-256; a key belongs to one
    /// tenant.</summary>
    [Secret]
    public IReadOnlyList<string> ApiKeys { get; init; } = [];

    /// <summary>Where replies go when a query names no address of its own.</summary>
    public TenantWebhookOptions Webhook { get; init; } = new();

    /// <summary>A host that <c>replyTo</c> may name: <c>host</c>, <c>host:port</c>, or <c>*.crm.example</c> for any
    /// depth below it.</summary>
    public IReadOnlyList<string> ReplyHosts { get; init; } = [];

    /// <summary>Submissions a second before 429, twice as many at once after a silence; more lets one tenant take more of
    /// the ingress. Below 20 each submission asks Redis first.</summary>
    [Between("1", "1000000")]
    public int RequestsPerSecond { get; init; } = 100;

    /// <summary>Queries of all conversations together that have not ended before 429; each costs memory in
    /// Redis.</summary>
    [Between("1", "100000000")]
    public int MaxBacklog { get; init; } = 100_000;

    /// <summary>Queries that may wait in one conversation before 429; its last waits for all others.</summary>
    [Between("1", "1000000")]
    public int MaxPerConversation { get; init; } = 1000;

    /// <summary>Event streams that may be open at one ingress before 429; each holds a connection and has its query looked at
    /// ten times a second.</summary>
    [Between("1", "1000000")]
    public int MaxStreams { get; init; } = 1000;
}

/// <summary>A tenant's own reply address and what its webhooks are signed with.</summary>
public sealed record TenantWebhookOptions
{
    /// <summary>The reply address, absolute and https, on port 443 or one that <c>ReplyHosts</c> names with its host;
    /// without it replies are there for polling, or go to <c>replyTo</c>.</summary>
    public Uri? Url { get; init; }

    /// <summary>A <c>whsec_</c> secret of 24 to 64 bytes in base64; every active one signs, the first signs
    /// first.</summary>
    [Secret]
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>Whether a conversation's reply waits until the one before it is delivered or given up, for 15 minutes
    /// at most; replies that fail then hold up those after them.</summary>
    public bool InOrder { get; init; }
}
