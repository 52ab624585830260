using Workers.Hosting.Options;
using Workers.Worker.Delivery;

namespace Workers.Worker.Tests.Delivery;

public sealed class TargetsTests
{
    private static readonly TenantOptions Acme = new()
    {
        Webhook = new TenantWebhookOptions { Url = new Uri("https://acme.example/hook"), Secrets = ["whsec_AAAA"] },
        ReplyHosts = ["crm.example"],
    };

    [Fact]
    public void A_reply_goes_to_the_tenants_webhook() =>
        Assert.Equal("https://acme.example/hook", Url(Of(Acme, replyTo: null)));

    [Fact]
    public void A_query_may_name_an_address_of_its_own() =>
        Assert.Equal("https://crm.example/reply", Url(Of(Acme, "https://crm.example/reply")));

    [Fact]
    public void A_host_that_is_no_longer_listed_gets_nothing() =>
        Assert.Equal(new Target.Nowhere(Errors.AddressGone), Of(Acme, "https://other.example/reply"));

    [Fact]
    public void A_tenant_without_a_webhook_gets_nothing() => Assert.Equal(
        new Target.Nowhere(Errors.AddressGone), Of(Acme with { Webhook = new TenantWebhookOptions() }, replyTo: null));

    [Fact]
    public void Nothing_goes_out_unsigned() => Assert.Equal(new Target.Nowhere(Errors.SecretGone),
        Of(Acme with { Webhook = Acme.Webhook with { Secrets = [] } }, "https://crm.example/reply"));

    [Fact]
    public void A_tenant_that_is_no_longer_configured_gets_nothing() =>
        Assert.Equal(new Target.Nowhere(Errors.TenantGone), Of(null, replyTo: null));

    private static string Url(Target target) => Assert.IsType<Target.Address>(target).Url.AbsoluteUri;

    private static Target Of(TenantOptions? acme, string? replyTo)
    {
        var tenants = new Dictionary<string, TenantOptions>();
        if (acme is not null)
            tenants["acme"] = acme;
        return new Targets(new TenantsOptions(tenants), new WebhooksOptions()).Of(Ended.Query(replyTo));
    }
}
