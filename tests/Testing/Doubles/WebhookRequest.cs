using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Workers.Testing;

/// <summary>A request that a webhook receiver got, as it came.</summary>
public sealed record WebhookRequest(
    DateTimeOffset At, string Method, string Path, IReadOnlyDictionary<string, string> Headers, byte[] RawBody)
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    /// <summary>The <c>webhook-id</c>, empty when absent.</summary>
    public string Id => Header("webhook-id");

    /// <summary>The body as text.</summary>
    public string Body => Encoding.UTF8.GetString(RawBody);

    /// <summary>The body as JSON.</summary>
    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(RawBody);

    /// <summary>A header, empty when absent.</summary>
    public string Header(string name) => Headers.TryGetValue(name, out var value) ? value : "";

    /// <summary>
    /// True when one v1 signature is of this <c>whsec_</c> secret and the time stamp is within five minutes.
    /// </summary>
    public bool IsSignedWith(string secret)
    {
        var stamp = Header("webhook-timestamp");
        if (!long.TryParse(stamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || (At - DateTimeOffset.FromUnixTimeSeconds(seconds)).Duration() > Tolerance || Id.Length == 0)
        {
            return false;
        }

        var key = Convert.FromBase64String(secret.Replace("whsec_", ""));
        byte[] content = [.. Encoding.UTF8.GetBytes($"{Id}.{seconds}."), .. RawBody];
        var wanted = Encoding.ASCII.GetBytes("v1," + Convert.ToBase64String(HMACSHA256.HashData(key, content)));
        return Header("webhook-signature").Split(' ')
            .Any(entry => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(entry), wanted));
    }
}
