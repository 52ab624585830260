namespace Workers.Ingress;

/// <summary>Routes that only read: who may GET may ask by HEAD for what stands above the body.</summary>
internal static class ReadRoutes
{
    public static RouteHandlerBuilder MapRead(this IEndpointRouteBuilder routes, string pattern, Delegate read)
    {
        routes.MapMethods(pattern, [HttpMethods.Head], read).ExcludeFromDescription();
        return routes.MapGet(pattern, read);
    }
}
