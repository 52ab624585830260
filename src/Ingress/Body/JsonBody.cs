using System.Buffers;
using System.Net.Http.Headers;
using System.Text.Json;
using Workers.Ingress.Problems;

namespace Workers.Ingress.Body;

/// <summary>A request's body as JSON, or the problem that it has none.</summary>
internal static class JsonBody
{
    /// <summary>The largest body of one query, bytes.</summary>
    public const int QueryLimit = 256 * 1024;

    /// <summary>The largest body of a batch, bytes.</summary>
    public const int BatchLimit = 8 * 1024 * 1024;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    public static async Task<(JsonDocument? Document, Problem? Problem)> ReadAsync(
        HttpRequest request, int limit, CancellationToken cancellation)
    {
        if (!IsJson(request))
            return (null, Refusals.WrongMediaType);
        var tooLarge = Refusals.TooLarge(limit);
        if (request.ContentLength > limit)
            return (null, tooLarge);
        var body = await request.BodyReader.ReadAtLeastAsync(limit + 1, cancellation);
        var problem = body.Buffer.Length > limit ? tooLarge : null;
        var bytes = problem is null ? body.Buffer.ToArray() : [];
        request.BodyReader.AdvanceTo(body.Buffer.End);
        return problem is null ? Parse(bytes) : (null, problem);
    }

    private static (JsonDocument?, Problem?) Parse(byte[] bytes)
    {
        var start = bytes.AsSpan().StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0;
        try
        {
            return (JsonDocument.Parse(bytes.AsMemory(start)), null);
        }
        catch (JsonException)
        {
            return (null, Refusals.Invalid(FieldErrors.Of(FieldErrors.Body, "The body must be JSON.")));
        }
    }

    private static bool IsJson(HttpRequest request) =>
        request.HasJsonContentType()
        && MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && type.CharSet?.Trim('"').ToUpperInvariant() is null or "UTF-8" or "US-ASCII"
        && request.Headers.ContentEncoding is [] or ["identity"];
}
