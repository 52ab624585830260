using Microsoft.Extensions.Configuration;
using Workers.Hosting.Options;

namespace Workers.Hosting.Tests.Options;

/// <summary>Where an operator may let webhooks go; what is wrong stops the start.</summary>
public sealed class WebhookSettingsTests
{
    private const string Open = "Webhooks:DangerousAllowPrivateAddresses";

    [Theory]
    [InlineData("https://crm.example/hook?x=1")]
    [InlineData(" https://crm.example:443/hook ")]
    [InlineData("https://ports.example:8443/hook")]
    [InlineData("https://a.wild.example:8443/hook")]
    public void An_address_on_port_443_or_a_listed_one_is_taken(string url) =>
        Assert.Equal(new Uri(url), Read(("Tenants:acme:Webhook:Url", url)).Tenants["acme"].Webhook.Url);

    [Theory]
    [InlineData("crm.example", "must be an absolute http or https address.")]
    [InlineData("http://crm.example/", "must be an absolute https address.")]
    [InlineData("https://crm.example:444/", "must use port 443, or one that Tenants:acme:ReplyHosts names with its host.")]
    [InlineData("https://ports.example:444/", "must use port 443, or one that")]
    [InlineData("https://u:p@crm.example/", "must have no user.")]
    [InlineData("https://@crm.example/", "must have no user.")]
    [InlineData("https://crm.example/#", "must have no fragment.")]
    [InlineData("https://crm.example/a b", "must have no white space,")]
    [InlineData("https://אa1١.example/", "must name a host that can be looked up.")]
    public void Any_other_stops_the_start_and_is_not_shown(string url, string sentence)
    {
        var refusal = Assert.Throws<ConfigurationException>(() => Read(("Tenants:acme:Webhook:Url", url)));
        Assert.StartsWith($"Tenants:acme:Webhook:Url {sentence}", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(url, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_has_at_most_2048_characters()
    {
        var longest = "https://crm.example/".PadRight(2048, 'x');
        Assert.NotNull(Read(("Tenants:acme:Webhook:Url", longest)).Tenants["acme"].Webhook.Url);
        Assert.Throws<ConfigurationException>(() => Read(("Tenants:acme:Webhook:Url", longest + "x")));
    }

    [Theory]
    [InlineData("http://127.0.0.1:5001/hook", true)]
    [InlineData("https://10.0.0.1:444/", true)]
    [InlineData("http://u@127.0.0.1:5001/", false)]
    [InlineData("http://127.0.0.1:5001/#x", false)]
    public void A_closed_network_may_use_any_host_and_port_and_http(string url, bool isTaken)
    {
        var refusal = Record.Exception(() => Read((Open, "true"), ("Tenants:acme:Webhook:Url", url)));
        Assert.Equal(isTaken ? null : typeof(ConfigurationException), refusal?.GetType());
    }

    [Theory]
    [InlineData("crm.example", true)]
    [InlineData("crm.example:8443", true)]
    [InlineData("*.crm.example", true)]
    [InlineData("*.crm.example:8443", true)]
    [InlineData("bücher.example", true)]
    [InlineData("127.0.0.1", true)] // the worker refuses to dial it, unless the network is a closed one
    [InlineData("[::1]:8443", true)]
    [InlineData("https://crm.example", false)]
    [InlineData("crm.example/", false)]
    [InlineData("crm.example?x", false)]
    [InlineData("crm.example#", false)]
    [InlineData("u@crm.example", false)]
    [InlineData("crm example", false)]
    [InlineData("crm.example:x", false)]
    [InlineData("crm.example:65536", false)]
    [InlineData("*", false)]
    [InlineData("*.*.example", false)]
    [InlineData("a.*.example", false)]
    [InlineData("*.0.0.1", false)]
    [InlineData("*.[::1]", false)]
    [InlineData("אa1١.example", false)]
    public void An_entry_of_the_list_is_a_host_with_or_without_a_port(string entry, bool isTaken)
    {
        var refusal = Record.Exception(() => Read(("Tenants:acme:ReplyHosts:0", entry)));
        Assert.Equal(isTaken ? null : "Tenants:acme:ReplyHosts:0 must be host, host:port or *.host.", refusal?.Message);
    }

    private static AllOptions Read(params (string Key, string Value)[] settings) => AllOptions.Read(
        new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Tenants:acme:Webhook:Secrets:0"] = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
                ["Tenants:acme:ReplyHosts:0"] = "ports.example:8443",
                ["Tenants:acme:ReplyHosts:1"] = "*.wild.example:8443",
            })
            .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create<string, string?>(s.Key, s.Value))).Build(),
        requireConnections: false);
}
