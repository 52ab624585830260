using System.Security.Cryptography;
using System.Text.Json;
using Workers.Ingress.Json;

namespace Workers.Ingress.Queries;

/// <summary>
/// A submission's members and values in one order, so that two ways of writing the same request hash alike.
/// </summary>
internal sealed record CanonicalRequest(
    string ConversationId, string Text, string? ReplyTo, SortedDictionary<string, string>? Metadata, string? ExpiresAt)
{
    /// <summary>SHA-256 in hex; it must not change while keys are kept (24 h).</summary>
    public static string HashOf(SubmitRequest request)
    {
        var metadata = request.Metadata is null ? null
            : new SortedDictionary<string, string>(request.Metadata.ToDictionary(), StringComparer.Ordinal);
        var canonical = new CanonicalRequest(
            request.ConversationId, request.Text, request.ReplyTo, metadata, request.ExpiresAt);
        return Convert.ToHexStringLower(SHA256.HashData(
            JsonSerializer.SerializeToUtf8Bytes(canonical, IngressJson.Wire.CanonicalRequest)));
    }
}
