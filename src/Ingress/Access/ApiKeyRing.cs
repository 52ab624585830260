using System.Security.Cryptography;
using System.Text;
using Workers.Hosting.Options;

namespace Workers.Ingress.Access;

/// <summary>
/// All tenants' keys as SHA-256 hashes: tells whose a presented key is, in a time that tells nothing else.
/// </summary>
internal sealed class ApiKeyRing(TenantsOptions tenants)
{
    private const string HashPrefix = "sha256:";

    private readonly (byte[] Hash, string Tenant)[] _keys =
        [.. tenants.ById.SelectMany(tenant => tenant.Value.ApiKeys, (tenant, key) => (HashOf(key), tenant.Key))];

    /// <summary>The tenant's id, or null for a key that nobody has.</summary>
    /// <param name="presented">A header's value, each character one byte of it.</param>
    public string? TenantOf(string presented)
    {
        var hash = SHA256.HashData(Encoding.Latin1.GetBytes(presented));
        string? owner = null;
        foreach (var (known, tenant) in _keys)
            owner = CryptographicOperations.FixedTimeEquals(known, hash) ? tenant : owner;
        return owner;
    }

    private static byte[] HashOf(string configured) => configured.StartsWith(HashPrefix, StringComparison.Ordinal)
        ? Convert.FromHexString(configured.AsSpan(HashPrefix.Length))
        : SHA256.HashData(Encoding.UTF8.GetBytes(configured));
}
