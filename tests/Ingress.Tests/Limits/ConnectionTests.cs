using System.Net.Sockets;
using System.Text;
using Workers.Ingress.Limits;

namespace Workers.Ingress.Tests.Limits;

/// <summary>What a single connection may not do: be slow with its headers, or make them long.</summary>
[Collection(IngressCollection.Name)]
public sealed class ConnectionTests(SharedIngress shared)
{
    private const string Request = "GET /healthz/live HTTP/1.1\r\nHost: test\r\n";

    [SkippableFact]
    public async Task Headers_that_never_end_are_408_and_the_end_of_the_connection() =>
        Assert.StartsWith("HTTP/1.1 408", await AnswerAsync(Request), StringComparison.Ordinal);

    [SkippableTheory]
    [InlineData(97, "HTTP/1.1 200")]
    [InlineData(101, "HTTP/1.1 431")]
    public async Task There_are_at_most_a_hundred_headers(int more, string status) => Assert.StartsWith(status,
        await AnswerAsync(Request + string.Concat(Enumerable.Repeat("X-A: b\r\n", more)) + "Connection: close\r\n\r\n"),
        StringComparison.Ordinal);

    [SkippableTheory]
    [InlineData(31, "HTTP/1.1 200")]
    [InlineData(33, "HTTP/1.1 431")]
    public async Task Headers_have_at_most_32_KiB(int kibibytes, string status) => Assert.StartsWith(status,
        await AnswerAsync(Request + string.Concat(Enumerable.Repeat($"X-A: {new string('b', 1017)}\r\n", kibibytes))
            + "Connection: close\r\n\r\n"),
        StringComparison.Ordinal);

    /// <summary>Sends this and reads until the server ends the connection.</summary>
    private async Task<string> AnswerAsync(string request)
    {
        using var bound = new CancellationTokenSource(ConnectionLimits.HeadersWithin * 3);
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", shared.App.Client.BaseAddress!.Port, bound.Token);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request), bound.Token);
        using var reader = new StreamReader(client.GetStream());
        return await reader.ReadToEndAsync(bound.Token);
    }
}
