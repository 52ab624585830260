using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Workers.Worker.Delivery;

/// <summary>The <c>webhook-signature</c> of Standard Webhooks 1.0: one <c>v1</c> entry per secret, in order.</summary>
internal static class Signature
{
    private const string SecretPrefix = "whsec_";

    /// <summary>Signs the exact bytes that are sent, with the second at which the attempt is made.</summary>
    public static string Of(string id, long timestamp, byte[] body, IReadOnlyList<string> secrets)
    {
        var head = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}."));
        byte[] signed = [.. head, .. body];
        return string.Join(' ', secrets.Select(secret => "v1," + Convert.ToBase64String(Hmac(secret, signed))));
    }

    private static byte[] Hmac(string secret, byte[] signed)
    {
        var text = secret.StartsWith(SecretPrefix, StringComparison.Ordinal) ? secret[SecretPrefix.Length..] : secret;
        var key = Convert.FromBase64String(text);
        // An empty key would let anybody sign.
        return key.Length > 0
            ? HMACSHA256.HashData(key, signed)
            : throw new FormatException("A webhook secret is empty.");
    }
}
