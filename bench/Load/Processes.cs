using Workers.Testing;

namespace Workers.Load;

/// <summary>The product as its user runs it: programs of their own, with one tenant and no limit that would be met.</summary>
internal static class Processes
{
    public const string TenantId = "bench";
    public const string ApiKey = "bench-key";
    private const string Secret = "whsec_YSBzZWNyZXQgZm9yIHRoZSBiZW5jaG1hcmsgb25seQ==";

    public static IReadOnlyDictionary<string, string> Tenant { get; } = new Dictionary<string, string>
    {
        [$"Tenants:{TenantId}:ApiKeys:0"] = ApiKey,
        [$"Tenants:{TenantId}:RequestsPerSecond"] = "1000000",
        [$"Tenants:{TenantId}:MaxBacklog"] = "100000000",
    };

    public static Dictionary<string, string> Settings(Servers servers, params (string Key, string Value)[] more)
    {
        var settings = new Dictionary<string, string>(Tenant)
        {
            ["ConnectionStrings:RabbitMq"] = servers.RabbitMq,
            ["ConnectionStrings:Redis"] = servers.Redis,
        };
        foreach (var (key, value) in more)
            settings[key] = value;
        return settings;
    }

    /// <summary>Settings for replies that go to a receiver on this machine.</summary>
    public static (string Key, string Value)[] RepliesTo(WebhookInbox inbox) =>
    [
        ($"Tenants:{TenantId}:Webhook:Url", inbox.Address.ToString()),
        ($"Tenants:{TenantId}:Webhook:Secrets:0", Secret),
        ("Webhooks:DangerousAllowPrivateAddresses", "true"),
    ];

    public static Task<HostProcess> StartIngressAsync(Servers servers, params (string Key, string Value)[] more) =>
        HostProcess.StartAsync("Ingress", Settings(servers, more));

    public static Task<HostProcess> StartWorkerAsync(
        Servers servers, NumberedModel model, params (string Key, string Value)[] more) =>
        HostProcess.StartAsync("Worker", Settings(servers,
        [
            ("Agent:Provider", "openai"), ("Agent:Model", "bench"), ("Agent:Endpoint", model.Endpoint),
            ("Agent:Timeout", "5m"), .. more,
        ]));
}
