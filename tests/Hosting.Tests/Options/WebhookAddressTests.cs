using System.Text;
using Workers.Hosting.Options;

namespace Workers.Hosting.Tests.Options;

public sealed class WebhookAddressTests
{
    [Theory]
    [InlineData("https://crm.example")]
    [InlineData("https://crm.example/hooks/reply?x=1&y=%20")]
    [InlineData("HTTPS://CRM.example:443/")]
    [InlineData("https://crm.example:8443/")] // which port is the matter of the tenant's list
    [InlineData("https://crm.example/a@b")]
    [InlineData("https://crm.example?mail=a@b")]
    [InlineData("https://bücher.example/größe")]
    [InlineData("https://a_b.example/")]
    [InlineData("https://192.0.32.8/")]
    [InlineData("https://[2a00::1]/")]
    public void An_absolute_https_address_is_right(string text) =>
        Assert.Null(WebhookAddress.Fault(text, allowHttp: false));

    [Theory]
    [InlineData("", "absolute https")]
    [InlineData("/hooks", "absolute https")]
    [InlineData("crm.example", "absolute https")]
    [InlineData("https:crm.example", "absolute https")]
    [InlineData("https:///hooks", "absolute https")]
    [InlineData("https://", "absolute https")]
    [InlineData("http://crm.example/", "absolute https")]
    [InlineData("ftp://crm.example/", "absolute https")]
    [InlineData("file:///etc/passwd", "absolute https")]
    [InlineData("javascript:alert(1)", "absolute https")]
    [InlineData("https://crm.example:65536/", "absolute https")]
    [InlineData("https://crm.example:x/", "absolute https")]
    [InlineData("https://127.0.0.1%00.crm.example/", "absolute https")]
    [InlineData("https://crm%2eexample/", "absolute https")]
    [InlineData("https://u@crm.example/", "no user")]
    [InlineData("https://u:p@crm.example/", "no user")]
    [InlineData("https://@crm.example/", "no user")]
    [InlineData("https://crm.example@127.0.0.1/", "no user")]
    [InlineData("https://crm.example/#x", "no fragment")]
    [InlineData("https://crm.example/#", "no fragment")]
    [InlineData("https://crm.example#@127.0.0.1/", "no fragment")]
    [InlineData(" https://crm.example/", "white space")]
    [InlineData("https://crm.example/\n", "white space")]
    [InlineData("https://crm.example/a b", "white space")]
    [InlineData("https://crm.example/\u3000", "white space")]
    [InlineData("https://crm.example/\0", "control characters")]
    [InlineData("https://crm.example\\@127.0.0.1/", "percent-encode")]
    [InlineData("https://crm.example/{id}", "percent-encode")]
    [InlineData("https://-a-.example/", "looked up")]
    [InlineData("https://אa1١.example/", "looked up")] // no IDN: letters of both directions
    [InlineData("https://xn--ü.example/", "looked up")]
    public void What_is_wrong_with_any_other_is_said(string text, string fault) =>
        Assert.Contains(fault, WebhookAddress.Fault(text, allowHttp: false), StringComparison.Ordinal);

    [Fact]
    public void A_label_of_64_letters_cannot_be_looked_up() => Assert.Contains("looked up",
        WebhookAddress.Fault($"https://{new string('a', 64)}.example/", allowHttp: false), StringComparison.Ordinal);

    [Fact]
    public void A_name_of_more_than_253_letters_cannot_be_looked_up()
    {
        var label = new string('a', 62);
        Assert.Null(WebhookAddress.Fault($"https://{label}.{label}.{label}.{label}.b", allowHttp: false));
        Assert.NotNull(WebhookAddress.Fault($"https://{label}.{label}.{label}.{label}.bc", allowHttp: false));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("😀")]
    public void It_has_at_most_2048_characters(string one)
    {
        const string Start = "https://crm.example/";
        var longest = new StringBuilder(Start).Insert(Start.Length, one, 2048 - Start.Length).ToString();
        Assert.Null(WebhookAddress.Fault(longest, allowHttp: false));
        Assert.Equal("must have at most 2048 characters", WebhookAddress.Fault(longest + one, allowHttp: false));
    }

    [Fact]
    public void A_closed_network_may_use_http_and_nothing_else_more()
    {
        Assert.Null(WebhookAddress.Fault("http://127.0.0.1:5001/", allowHttp: true));
        Assert.NotNull(WebhookAddress.Fault("ftp://127.0.0.1/", allowHttp: true));
        Assert.NotNull(WebhookAddress.Fault("http://u@127.0.0.1/", allowHttp: true));
    }
}
