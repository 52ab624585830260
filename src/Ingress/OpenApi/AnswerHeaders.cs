using Microsoft.OpenApi;
using Workers.Ingress.Limits;
using Workers.Ingress.OpenApi.Schemas;

namespace Workers.Ingress.OpenApi;

/// <summary>The headers that answers carry.</summary>
internal static class AnswerHeaders
{
    public const string Location = "Location";
    public const string OperationLocation = "Operation-Location";
    public const string Replayed = "Idempotent-Replayed";
    public const string RetryAfter = "Retry-After";
    public const string Tag = "ETag";
    public const string Challenge = "WWW-Authenticate";

    /// <summary>What each answer of a route that submits says of the rate.</summary>
    public static readonly IReadOnlyList<string> Rate = [RateHeaders.PolicyHeader, RateHeaders.StandingHeader];

    private static readonly Dictionary<string, OpenApiHeader> Known = new()
    {
        [Location] = Header("Where the result is read: 202 until the query has ended.", Bounds.UriReference()),
        [OperationLocation] = Header("Where the status is read: always 200.", Bounds.UriReference()),
        [Replayed] = Header("`true`: the answer is an earlier request's.", Bounds.OneOf(["true"])),
        [RetryAfter] = Header("Whole seconds after which a repeat makes sense.", Bounds.Integer(1, 86_400)),
        [Tag] = Header("Strong: the same bytes, the same tag.", Bounds.Text(64, "^\"[A-Za-z0-9_-]+\"$")),
        [RateHeaders.PolicyHeader] = Header("How many submissions (`q`) in how many seconds (`w`).",
            Bounds.Text(64, "^\"submit\";q=[0-9]+;w=[0-9]+$")),
        [RateHeaders.StandingHeader] = Header("How many are left (`r`), and in how many seconds all are there again (`t`).",
            Bounds.Text(64, "^\"submit\";r=[0-9]+;t=[0-9]+$")),
        [Challenge] = Header("What is wanted, or wrong.", Bounds.Text(256, "^Bearer ")),
    };

    public static Dictionary<string, IOpenApiHeader> Of(IEnumerable<string> names) =>
        names.ToDictionary(name => name, IOpenApiHeader (name) => Known[name]);

    private static OpenApiHeader Header(string description, OpenApiSchema schema) =>
        new() { Description = description, Schema = schema };
}
