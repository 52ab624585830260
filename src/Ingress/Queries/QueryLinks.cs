using Workers.Conversations;
using Workers.Hosting.Options;

namespace Workers.Ingress.Queries;

/// <summary>Where a query's status and result are read: absolute when <c>Ingress:PublicBaseUrl</c> is set.</summary>
internal sealed class QueryLinks(IngressOptions options)
{
    private readonly string _root = options.PublicBaseUrl?.AbsoluteUri.TrimEnd('/') ?? "";

    /// <summary>Sets <c>Location</c> (the result) and <c>Operation-Location</c> (the status).</summary>
    public void Write(HttpResponse response, QueryId id)
    {
        response.Headers.Location = $"{_root}/v1/queries/{id}/result";
        response.Headers["Operation-Location"] = $"{_root}/v1/queries/{id}";
    }
}
