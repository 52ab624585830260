using StackExchange.Redis;
using Workers.Hosting.Messaging;

namespace Workers.Hosting.Options;

/// <summary>What one setting alone cannot tell: required ones, and those that depend on others.</summary>
internal static class OptionsRules
{
    public static void Check(AllOptions all, bool requireConnections)
    {
        CheckConnections(all.ConnectionStrings, requireConnections);
        TenantRules.Check(all.Tenants, all.Webhooks.DangerousAllowPrivateAddresses);
        TenantRules.CheckKeys("Operators:ApiKeys", all.Operators.ApiKeys);
        if (all.Worker.Roles.HasFlag(WorkerRoles.Agent))
            CheckAgent(all.Agent);
        Refuse(all.Ingress.PublicBaseUrl is { } url && url.Query.Length + url.Fragment.Length + url.UserInfo.Length > 0,
            "Ingress:PublicBaseUrl must have no user, no query and no fragment.");
    }

    public static void Refuse(bool isWrong, string sentence)
    {
        if (isWrong)
            throw new ConfigurationException(sentence);
    }

    private static void CheckConnections(ConnectionOptions connections, bool areRequired)
    {
        Refuse(areRequired && connections.RabbitMq.Length == 0,
            "ConnectionStrings:RabbitMq is required, such as amqp://user:password@host:5672/vhost.");
        Refuse(connections.RabbitMq.Length > 0 && !Broker.IsAddress(connections.RabbitMq),
            "ConnectionStrings:RabbitMq must be like amqp://user:password@host:5672/vhost.");
        Refuse(areRequired && connections.Redis.Length == 0,
            "ConnectionStrings:Redis is required, a StackExchange.Redis configuration string such as host:6379.");
        Refuse(connections.Redis.Length > 0 && !IsStore(connections.Redis),
            "ConnectionStrings:Redis must be a StackExchange.Redis configuration string such as host:6379,password=....");
    }

    private static bool IsStore(string text)
    {
        try
        {
            return ConfigurationOptions.Parse(text).EndPoints.Count > 0;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static void CheckAgent(AgentOptions agent)
    {
        var provider = agent.Provider.ToString().ToLowerInvariant();
        Refuse(agent.Provider != AgentProvider.Local && agent.Model is null,
            $"Agent:Model is required when Agent:Provider is {provider}.");
        Refuse(agent.Provider == AgentProvider.Anthropic && agent.ApiKey is null,
            $"Agent:ApiKey is required when Agent:Provider is {provider}.");
    }
}
