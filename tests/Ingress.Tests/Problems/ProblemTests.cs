using System.Text;

namespace Workers.Ingress.Tests.Problems;

/// <summary>Every error is a problem, also where the framework or the server speaks first.</summary>
[Collection(IngressCollection.Name)]
public sealed class ProblemTests(SharedIngress shared)
{
    private const int Limit = 256 * 1024;

    [SkippableTheory]
    [InlineData("GET", "/nix", 404, "not-found", null)]
    [InlineData("GET", "/v1/conversations/a/b", 404, "not-found", null)]
    [InlineData("PUT", "/v1/queries", 405, "method-not-allowed", "POST")]
    [InlineData("POST", "/v1/conversations/a", 405, "method-not-allowed", "DELETE, GET, HEAD")]
    public async Task A_wrong_address_or_method_is_a_problem(
        string method, string path, int status, string type, string? allow)
    {
        using var answer = await shared.App.SendAsync(new HttpMethod(method), path, null);
        await answer.Problem(status, type);
        Assert.Equal(allow ?? "", string.Join(", ", answer.Content.Headers.Allow));
        Assert.False(answer.Headers.Contains("Server"));
    }

    [SkippableTheory]
    [InlineData("text/plain", null)]
    [InlineData("application/x-www-form-urlencoded", null)]
    [InlineData("application/json; charset=iso-8859-1", null)]
    [InlineData("application/json", "gzip")]
    [InlineData(null, null)]
    public async Task A_body_that_is_not_sent_as_JSON_is_refused(string? type, string? encoding)
    {
        using var content = new ByteArrayContent("{}"u8.ToArray());
        if (type is not null)
            content.Headers.TryAddWithoutValidation("Content-Type", type);
        if (encoding is not null)
            content.Headers.ContentEncoding.Add(encoding);
        using var answer = await shared.App.SendAsync(HttpMethod.Post, "/v1/queries", content);
        await answer.Problem(415, "unsupported-media-type");
    }

    [SkippableTheory]
    [InlineData(Limit, false, 202)]
    [InlineData(Limit + 1, false, 413)]
    [InlineData(Limit, true, 202)]
    [InlineData(Limit + 1, true, 413)]
    public async Task A_body_may_have_256_KiB(int bytes, bool isChunked, int status)
    {
        var body = Encoding.ASCII.GetBytes("{\"conversationId\":\"big\",\"text\":\"x\"}".PadRight(bytes));
        using var content = isChunked ? (HttpContent)new StreamContent(new Unsized(body)) : new ByteArrayContent(body);
        content.Headers.ContentType = new("application/json");
        using var answer = await shared.App.SendAsync(HttpMethod.Post, "/v1/queries", content);
        Assert.Equal(status, (int)answer.StatusCode);
        if (status == 413)
            await answer.Problem(413, "too-large");
    }

    private sealed class Unsized(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
