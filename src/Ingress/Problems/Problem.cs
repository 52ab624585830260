using System.Globalization;
using System.Text.Json.Serialization;
using Workers.Ingress.Json;

namespace Workers.Ingress.Problems;

/// <summary>A refusal as RFC 9457 writes it.</summary>
/// <param name="Type">A stable URI for programs; <see cref="Refusals"/> has them all.</param>
/// <param name="Title">The same for every refusal of the type.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">A sentence for people.</param>
internal sealed record Problem(string Type, string Title, int Status, string Detail) : IResult
{
    /// <summary>What is wrong, by JSON member name; with 400 only.</summary>
    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }

    /// <summary>Whole seconds after which a repeat makes sense.</summary>
    [JsonIgnore]
    public int? RetryAfter { get; init; }

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        response.Headers.CacheControl = "no-store";
        if (RetryAfter is { } seconds)
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        // Not RequestAborted: when a request's time is over it is cancelled, and this is the answer that says so.
        return response.WriteAsJsonAsync(
            this, IngressJson.Wire.Problem, "application/problem+json", CancellationToken.None);
    }
}
