using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Workers.Hosting.Options;
using Workers.Worker.Agent.Local;
using Workers.Worker.Agent.Providers;

namespace Workers.Worker.Agent;

/// <summary>Chooses what answers.</summary>
internal static class AgentRegistration
{
    /// <summary>Registers the configured agent, its asker and its gate; articles are read now, so that a wrong folder
    /// stops the start.</summary>
    public static IServiceCollection AddAgent(this IServiceCollection services, AgentOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        if (options.Provider == AgentProvider.Local)
        {
            var local = LocalAgent.From(options.Knowledge);
            services.AddSingleton<IChatClient>(_ => local);
        }
        else
        {
            services.AddSingleton(provider => Remote(options, provider.GetRequiredService<TimeProvider>()));
        }

        return services
            .AddSingleton(provider => new Asker(
                provider.GetRequiredService<IChatClient>(), options, provider.GetRequiredService<TimeProvider>()))
            .AddSingleton<ModelGate>();
    }

    /// <summary>A model over HTTP.</summary>
    internal static IChatClient Remote(AgentOptions options, TimeProvider time)
    {
        var http = ModelHttp.Client(time);
        return options.Provider == AgentProvider.Anthropic
            ? AnthropicChat.Create(http, options.Endpoint, options.Model!, options.ApiKey)
            : new OpenAIChat(http, options.Endpoint!, options.Model, options.ApiKey);
    }
}
