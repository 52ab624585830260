using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using static Workers.Hosting.Options.OptionsRules;

namespace Workers.Hosting.Options;

/// <summary>What must be true of tenants and keys; no sentence shows a key, a secret or an address.</summary>
internal static partial class TenantRules
{
    private const string HashPrefix = "sha256:";
    private const string SecretPrefix = "whsec_";

    public static void Check(IReadOnlyDictionary<string, TenantOptions> tenants, bool allowPrivate)
    {
        var owners = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (id, tenant) in tenants.OrderBy(t => t.Key, StringComparer.Ordinal))
        {
            var path = $"Tenants:{id}";
            Refuse(!Id().IsMatch(id), $"{path} must have an id of 1 to 32 lower-case letters, digits and dashes.");
            CheckKeys($"{path}:ApiKeys", tenant.ApiKeys);
            CheckOwners(path, tenant.ApiKeys, owners);
            for (var i = 0; i < tenant.ReplyHosts.Count; i++)
                Refuse(!IsReplyHost(tenant.ReplyHosts[i]),
                    $"{path}:ReplyHosts:{i} must be host, host:port or *.host.");
            CheckWebhook(path, tenant, allowPrivate);
        }
    }

    public static void CheckKeys(string path, IReadOnlyList<string> keys)
    {
        for (var i = 0; i < keys.Count; i++)
        {
            Refuse(!Key().IsMatch(keys[i]), $"{path}:{i} must be 1 to 255 visible ASCII characters.");
            Refuse(keys[i].StartsWith(HashPrefix, StringComparison.Ordinal) && !Hash().IsMatch(keys[i]),
                $"{path}:{i} must be sha256: and 64 hexadecimal digits.");
        }
    }

    private static void CheckOwners(string path, IReadOnlyList<string> keys, Dictionary<string, string> owners)
    {
        for (var i = 0; i < keys.Count; i++)
        {
            var owner = owners.GetValueOrDefault(HashOf(keys[i]), path);
            Refuse(owner != path, $"{path}:ApiKeys:{i} is also a key of {owner}; a key belongs to one tenant.");
            owners[HashOf(keys[i])] = path;
        }
    }

    private static string HashOf(string key) => key.StartsWith(HashPrefix, StringComparison.Ordinal)
        ? key[HashPrefix.Length..].ToUpperInvariant()
        : Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private static void CheckWebhook(string path, TenantOptions tenant, bool allowPrivate)
    {
        var (url, secrets) = (tenant.Webhook.Url, tenant.Webhook.Secrets);
        if (url is not null)
            CheckUrl(path, url, tenant, allowPrivate);
        Refuse(url is not null && secrets.Count == 0,
            $"{path}:Webhook:Secrets:0 is required with {path}:Webhook:Url, because every webhook is signed.");
        for (var i = 0; i < secrets.Count; i++)
            Refuse(!IsSecret(secrets[i]), $"{path}:Webhook:Secrets:{i} must be whsec_ and 24 to 64 bytes in base64.");
    }

    private static void CheckUrl(string path, Uri url, TenantOptions tenant, bool allowPrivate)
    {
        var fault = WebhookAddress.Fault(url.OriginalString, allowPrivate);
        Refuse(fault is not null, $"{path}:Webhook:Url {fault}.");
        Refuse(!url.IsDefaultPort && !allowPrivate && !tenant.Allows(url, allowPrivate: false),
            $"{path}:Webhook:Url must use port 443, or one that {path}:ReplyHosts names with its host.");
    }

    private static bool IsSecret(string text)
    {
        Span<byte> bytes = stackalloc byte[256];
        return text.StartsWith(SecretPrefix, StringComparison.Ordinal)
            && Convert.TryFromBase64String(text[SecretPrefix.Length..], bytes, out var length)
            && length is >= 24 and <= 64;
    }

    private static bool IsReplyHost(string text)
    {
        var isBelow = text.StartsWith("*.", StringComparison.Ordinal);
        var host = isBelow ? text[2..] : text;
        return !host.Contains('*') && !host.Contains('/')
            && WebhookAddress.Fault($"https://{host}/", allowHttp: false) is null
            && new Uri($"https://{host}/") is { AbsolutePath: "/", Query: "" } named
            && (!isBelow || named.HostNameType == UriHostNameType.Dns);
    }

    [GeneratedRegex(@"^[a-z0-9-]{1,32}\z")]
    private static partial Regex Id();

    [GeneratedRegex(@"^[\x21-\x7e]{1,255}\z")]
    private static partial Regex Key();

    [GeneratedRegex(@"^sha256:[0-9a-fA-F]{64}\z")]
    private static partial Regex Hash();
}
