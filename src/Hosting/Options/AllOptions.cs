using Microsoft.Extensions.Configuration;

namespace Workers.Hosting.Options;

/// <summary>Every setting of every process: a property is a section, and every process checks them all.</summary>
public sealed record AllOptions
{
    /// <summary>Where the broker and the store are.</summary>
    public ConnectionOptions ConnectionStrings { get; init; } = new();

    /// <summary>The tenants by their ids.</summary>
    public IReadOnlyDictionary<string, TenantOptions> Tenants { get; init; } = new Dictionary<string, TenantOptions>();

    /// <summary>Who may look at all tenants' numbers.</summary>
    public OperatorsOptions Operators { get; init; } = new();

    /// <summary>How the HTTP side presents itself.</summary>
    public IngressOptions Ingress { get; init; } = new();

    /// <summary>The model that answers.</summary>
    public AgentOptions Agent { get; init; } = new();

    /// <summary>How much a worker does at a time.</summary>
    public WorkerOptions Worker { get; init; } = new();

    /// <summary>How replies are delivered.</summary>
    public WebhooksOptions Webhooks { get; init; } = new();

    /// <summary>How much of a conversation is kept.</summary>
    public ContextOptions Context { get; init; } = new();

    /// <summary>How long an ended query can be read.</summary>
    public QueriesOptions Queries { get; init; } = new();

    /// <summary>What the store must have done before the caller is told.</summary>
    public RedisOptions Redis { get; init; } = new();

    /// <summary>The single process for a first try.</summary>
    public StandaloneOptions Standalone { get; init; } = new();

    /// <summary>Reads and checks everything.</summary>
    /// <exception cref="ConfigurationException">A value is wrong or missing, or a key is unknown.</exception>
    public static AllOptions Read(IConfiguration configuration, bool requireConnections)
    {
        var all = StrictBinder.Bind<AllOptions>(configuration);
        OptionsRules.Check(all, requireConnections);
        return all.Agent is { Provider: AgentProvider.OpenAI, Endpoint: null }
            ? all with { Agent = all.Agent with { Endpoint = new Uri("https://api.openai.com/v1") } }
            : all;
    }
}
