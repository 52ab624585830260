using Workers.Conversations;
using Workers.Hosting.Messaging;
using Workers.Hosting.Redis;
using Workers.Ingress.Access;
using Workers.Ingress.Backlog;
using Workers.Ingress.Body;
using Workers.Ingress.Conversations;
using Workers.Ingress.DeadLetters;
using Workers.Ingress.Deliveries;
using Workers.Ingress.Events;
using Workers.Ingress.Problems;
using Workers.Ingress.Queries;

namespace Workers.Ingress;

/// <summary>
/// The HTTP side: accepts queries and answers 202. A new group of routes is a folder and a line here.
/// </summary>
public static class IngressHost
{
    // The server counts the framing of chunks too, so a route's own limit is the exact one.
    private const int LargestBody = 4 * JsonBody.QueryLimit;

    /// <summary>Registers what the routes need, after <c>AddHosting</c>.</summary>
    public static WebApplicationBuilder AddIngress(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            server.Limits.MaxRequestBodySize = LargestBody;
        });
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
        var v1 = app.MapGroup("/v1").RequireAuthorization(AccessRegistration.TenantPolicy);
        v1.MapQueries();
        v1.MapEvents();
        v1.MapConversations();
        v1.MapDeadLetters();
        v1.MapDeliveries();
        return app;
    }
}
