using System.Net;
using System.Net.Sockets;

namespace Workers.Worker.Delivery;

/// <summary>The networks that no webhook may reach: private, local, reserved, or standing for another one.</summary>
internal static class BlockedNetworks
{
    private static readonly IPNetwork[] V4 = Parse(
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8",
        "169.254.0.0/16", // link-local, the clouds' metadata among it
        "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
        "192.88.99.0/24", // 6to4 relays
        "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/4", "240.0.0.0/4");

    private static readonly IPNetwork[] V6 = Parse(
        "::/96", "::ffff:0:0:0/96", // :: and ::1, IPv4-compatible and IPv4-translated addresses
        "64:ff9b::/96", "64:ff9b:1::/48", // NAT64
        "100::/64", "2001::/23", // Teredo, ORCHID
        "2001:db8::/32", "2002::/16", // 6to4
        "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8");

    /// <summary>True when the address, or the IPv4 address that it maps, lies in none of them.</summary>
    public static bool Allow(IPAddress address)
    {
        var real = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        var blocked = real.AddressFamily == AddressFamily.InterNetwork ? V4 : V6;
        return !Array.Exists(blocked, network => network.Contains(real));
    }

    private static IPNetwork[] Parse(params string[] networks) =>
        Array.ConvertAll(networks, network => IPNetwork.Parse(network));
}
