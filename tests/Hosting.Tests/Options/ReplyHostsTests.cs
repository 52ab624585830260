using Workers.Hosting.Options;

namespace Workers.Hosting.Tests.Options;

public sealed class ReplyHostsTests
{
    [Theory]
    [InlineData("crm.example", "https://crm.example/hooks", true)]
    [InlineData("crm.example", "https://CRM.example:443/hooks", true)]
    [InlineData("crm.example", "https://crm.example:8443/hooks", false)]
    [InlineData("crm.example", "https://a.crm.example/", false)]
    [InlineData("crm.example", "https://crm.example./", false)]
    [InlineData("crm.example", "https://crm.example@evil.example/", false)]
    [InlineData("crm.example", "http://crm.example/", false)]
    [InlineData("crm.example:8443", "https://crm.example:8443/", true)]
    [InlineData("crm.example:8443", "https://crm.example/", false)]
    [InlineData("*.crm.example", "https://a.b.crm.example/", true)]
    [InlineData("*.crm.example", "https://crm.example/", false)]
    [InlineData("*.crm.example", "https://evilcrm.example/", false)]
    [InlineData("bücher.example", "https://xn--bcher-kva.example/", true)]
    public void The_list_holds_host_and_port(string entry, string address, bool allowed) =>
        Assert.Equal(allowed, Tenant(entry).Allows(new Uri(address), allowPrivate: false));

    [Theory]
    [InlineData("127.0.0.1", "http://127.0.0.1:5001/", true)]
    [InlineData("127.0.0.1:5001", "http://127.0.0.1:5001/", true)]
    [InlineData("127.0.0.1:5001", "http://127.0.0.1:5002/", false)]
    [InlineData("localhost", "http://127.0.0.1:5001/", false)]
    [InlineData("[::1]", "http://[::1]:5001/", true)]
    [InlineData("127.0.0.1", "ftp://127.0.0.1/", false)]
    public void A_closed_network_may_use_http_and_any_port_of_a_listed_host(string entry, string address, bool allowed) =>
        Assert.Equal(allowed, Tenant(entry).Allows(new Uri(address), allowPrivate: true));

    [Fact]
    public void An_empty_list_allows_nothing() =>
        Assert.False(new TenantOptions().Allows(new Uri("https://crm.example/"), allowPrivate: true));

    private static TenantOptions Tenant(string entry) => new() { ReplyHosts = [entry] };
}
