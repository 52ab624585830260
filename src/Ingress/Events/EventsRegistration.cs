namespace Workers.Ingress.Events;

/// <summary>Following a query by server-sent events.</summary>
internal static class EventsRegistration
{
    public static IServiceCollection AddEvents(this IServiceCollection services) => services
        .AddSingleton<OpenStreams>()
        .AddSingleton<EventStream>();

    public static void MapEvents(this IEndpointRouteBuilder v1) =>
        v1.MapGet("/queries/{id}/events", EventsEndpoint.FollowAsync);
}
