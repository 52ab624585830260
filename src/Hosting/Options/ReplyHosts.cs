namespace Workers.Hosting.Options;

/// <summary>Which addresses a tenant's list of hosts (<see cref="TenantOptions.ReplyHosts"/>) lets a query
/// name.</summary>
public static class ReplyHosts
{
    private const string AnyBelow = "*.";

    /// <summary>True when an entry names the address's host and port; an entry without a port means 443.</summary>
    /// <param name="tenant">Whose list it is.</param>
    /// <param name="address">An absolute address.</param>
    /// <param name="allowPrivate">
    /// <see cref="WebhooksOptions.DangerousAllowPrivateAddresses"/>: http, and any port where the entry names none.
    /// </param>
    public static bool Allows(this TenantOptions tenant, Uri address, bool allowPrivate) =>
        (address.Scheme == Uri.UriSchemeHttps || (allowPrivate && address.Scheme == Uri.UriSchemeHttp))
        && tenant.ReplyHosts.Any(entry => Matches(entry, address, allowPrivate));

    private static bool Matches(string entry, Uri address, bool anyPort)
    {
        var isBelow = entry.StartsWith(AnyBelow, StringComparison.Ordinal);
        if (!Uri.TryCreate($"https://{(isBelow ? entry[AnyBelow.Length..] : entry)}", UriKind.Absolute, out var named))
            return false;
        var isPort = named.Port == address.Port || (anyPort && named.IsDefaultPort);
        return isPort && (isBelow
            ? address.IdnHost.EndsWith($".{named.IdnHost}", StringComparison.OrdinalIgnoreCase)
            : address.IdnHost.Equals(named.IdnHost, StringComparison.OrdinalIgnoreCase));
    }
}
