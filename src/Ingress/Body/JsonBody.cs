using System.Net.Http.Headers;
using System.Text.Json;
using Workers.Ingress.Problems;

namespace Workers.Ingress.Body;

/// <summary>A request's body as JSON, or the problem that it has none; the server's limit on its size answers with 413.</summary>
internal static class JsonBody
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    public static async Task<(JsonDocument? Document, Problem? Problem)> ReadAsync(
        HttpRequest request, CancellationToken cancellation)
    {
        if (!IsJson(request))
            return (null, Refusals.WrongMediaType);
        using var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer, cancellation);
        return Parse(buffer.ToArray());
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
