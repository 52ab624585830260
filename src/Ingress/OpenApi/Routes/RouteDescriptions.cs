using Microsoft.AspNetCore.Http.Metadata;

namespace Workers.Ingress.OpenApi.Routes;

/// <summary>All descriptions by method and route. A route that is mapped and not here fails a test.</summary>
internal static class RouteDescriptions
{
    public static IReadOnlyDictionary<string, RouteDescription> All { get; } =
        new[] { SubmitRoutes.All, QueryRoutes.All, ConversationRoutes.All, DeadLetterRoutes.All, DeliveryRoutes.All }
            .SelectMany(routes => routes).ToDictionary(route => route.Key, route => route.Value);

    public static RouteDescription? Of(string method, string? route) =>
        All.GetValueOrDefault($"{method} /{route?.Trim('/')}");

    /// <summary>Makes a description part of its route, in the framework's own words where it has them.</summary>
    public static void Attach(EndpointBuilder route)
    {
        var methods = route.Metadata.OfType<IHttpMethodMetadata>().SelectMany(metadata => metadata.HttpMethods);
        if (methods.SingleOrDefault() is not { } method
            || Of(method, (route as RouteEndpointBuilder)?.RoutePattern.RawText) is not { } description)
            return;
        route.Metadata.Add(description);
        route.Metadata.Add(new EndpointNameMetadata(description.Id));
        route.Metadata.Add(new EndpointSummaryAttribute(description.Summary));
        route.Metadata.Add(new EndpointDescriptionAttribute(description.Details));
        route.Metadata.Add(new TagsAttribute(description.Group));
        foreach (var answer in description.Answers)
            route.Metadata.Add(answer.Example is { } example
                ? new ProducesResponseTypeMetadata(answer.Status, example.GetType(), [answer.MediaType])
                : new ProducesResponseTypeMetadata(answer.Status));
    }
}
