using Microsoft.OpenApi;
using Workers.Conversations;
using Workers.Ingress.Listing;
using Workers.Ingress.OpenApi.Schemas;

namespace Workers.Ingress.OpenApi.Routes;

/// <summary>What a route takes beside its path and its body.</summary>
internal static class Parameters
{
    public static OpenApiParameter Header(string name, string description, OpenApiSchema schema) =>
        new() { In = ParameterLocation.Header, Name = name, Description = description, Schema = schema };

    public static OpenApiParameter Query(string name, string description, OpenApiSchema schema) =>
        new() { In = ParameterLocation.Query, Name = name, Description = description, Schema = schema };

    /// <summary>Those of every list.</summary>
    public static OpenApiParameter[] Page()
    {
        var limit = Bounds.Integer(1, Paging.Most);
        limit.Default = Paging.Usual;
        return
        [
            Query("limit", "Items of a page at most.", limit),
            Query("cursor", "The `next` of the page before.", Bounds.Text(64, PageCursor.Pattern)),
        ];
    }
}
