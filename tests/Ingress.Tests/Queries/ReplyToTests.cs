using System.Text.Json;

namespace Workers.Ingress.Tests.Queries;

/// <summary>Every way to write an address that a query must not send its reply to.</summary>
[Collection(IngressCollection.Name)]
public sealed class ReplyToTests(SharedIngress shared)
{
    private const string List = "replyTo must name a host and port of this tenant's list.";
    private const string Web = "replyTo must be an absolute https address.";
    private const string User = "replyTo must have no user.";
    private const string Fragment = "replyTo must have no fragment.";

    [SkippableTheory]
    [InlineData("https://127.0.0.1/", List)]
    [InlineData("https://0x7f.1/", List)]
    [InlineData("https://2130706433/", List)]
    [InlineData("https://127.1/", List)]
    [InlineData("https://0177.0.0.1/", List)]
    [InlineData("https://0/", List)]
    [InlineData("https://localhost./", List)]
    [InlineData("https://[::1]/", List)]
    [InlineData("https://[::1%25lo]/", List)]
    [InlineData("https://[::ffff:127.0.0.1]/", List)]
    [InlineData("https://１２７.0.0.1/", List)]
    [InlineData("https://①②⑦.⓪.⓪.①/", List)]
    [InlineData("https://169.254.169.254/latest/meta-data/", List)]
    [InlineData("https://crm.example./", List)]
    [InlineData("https://crm.example.evil.example/", List)]
    [InlineData("https://crm．example.evil.example/", List)]
    [InlineData("https://evil.example／crm.example/", List)]
    [InlineData("https://crm.example:22/", List)]
    [InlineData("https://crm.example:80/", List)]
    [InlineData("https://crm.example:8443/", List)]
    [InlineData("https://ports.example:443/", List)]
    [InlineData("http://crm.example:443/", Web)]
    [InlineData("https://crm.example%00.evil.example/", Web)]
    [InlineData("https://crm.example@evil.example/", User)]
    [InlineData("https://u:p@crm.example/", User)]
    [InlineData("https://evil.example#@crm.example/", Fragment)]
    [InlineData("https://crm.example/#", Fragment)]
    [InlineData("https://crm.example\\.evil.example/", "replyTo must have no white space, control characters or ")]
    [InlineData("https://crm.example\t.evil.example/", "replyTo must have no white space, control characters or ")]
    [InlineData("https://אa1١.example/", "replyTo must name a host that can be looked up.")]
    public async Task It_is_refused_with_what_is_wrong_with_it(string address, string sentence)
    {
        using var answer = await shared.App.SubmitAsync(Body(address));
        var errors = (await answer.Problem(400, "invalid-request")).GetProperty("errors");
        Assert.Equal(["replyTo"], errors.EnumerateObject().Select(error => error.Name));
        Assert.StartsWith(sentence, errors.GetProperty("replyTo")[0].GetString(), StringComparison.Ordinal);
    }

    private static string Body(string address) =>
        JsonSerializer.Serialize(new { conversationId = "reply-to", text = "x", replyTo = address });
}
