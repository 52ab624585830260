using System.Text;
using Workers.Conversations;
using Workers.Hosting.Messaging;
using Workers.Hosting.Redis;
using Workers.Ingress.Access;
using Workers.Ingress.Backlog;
using Workers.Ingress.Conversations;
using Workers.Ingress.DeadLetters;
using Workers.Ingress.Deliveries;
using Workers.Ingress.Events;
using Workers.Ingress.Limits;
using Workers.Ingress.OpenApi;
using Workers.Ingress.Problems;
using Workers.Ingress.Queries;

namespace Workers.Ingress;

/// <summary>
/// The HTTP side: accepts queries and answers 202. A new group of routes is a folder and a line here.
/// </summary>
public static class IngressHost
{
    /// <summary>Registers what the routes need, after <c>AddHosting</c>.</summary>
    public static WebApplicationBuilder AddIngress(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            ConnectionLimits.Set(server.Limits);
            // What is no UTF-8 would get an empty 400 from the server; so any bytes are a value that a rule can refuse.
            server.RequestHeaderEncodingSelector = _ => Encoding.Latin1;
            // JsonBody holds each route's limit. The server's own would cut a caller off that still sends, before it
            // could read its 413; without one the server takes what comes for some seconds more and drops it.
            server.Limits.MaxRequestBodySize = null;
        });
        builder.Services.AddApiDocument();
        builder.Services.AddRedis().AddHintPublisher().AddConversations(StoreSettings.Of).AddSweeper();
        builder.Services.AddProblemPages().AddAccess().AddQueries().AddEvents().AddHostedService<BacklogGauges>();
        return builder;
    }

    /// <summary>Maps the routes under <c>/v1</c>; each needs a tenant's key.</summary>
    public static WebApplication MapIngress(this WebApplication app)
    {
        app.UseProblemPages();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseRequestTimeouts();
        app.MapApiDocument();
        var v1 = app.MapGroup("/v1").RequireAuthorization(AccessRegistration.TenantPolicy);
        v1.Describe();
        v1.MapQueries();
        v1.MapEvents();
        v1.MapConversations();
        v1.MapDeadLetters();
        v1.MapDeliveries();
        return app;
    }
}
