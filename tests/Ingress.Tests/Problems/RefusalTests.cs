using System.Net.Sockets;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using Workers.Ingress.Problems;
using Workers.Testing;

namespace Workers.Ingress.Tests.Problems;

/// <summary>The ways in which a request is refused.</summary>
[Collection(IngressCollection.Name)]
public sealed partial class RefusalTests(SharedIngress shared)
{
    [Fact]
    public void The_page_for_callers_has_them_all()
    {
        var known = typeof(Refusals).GetMethods(BindingFlags.Static | BindingFlags.Public)
            .Where(method => method.ReturnType == typeof(Problem) && method.Name != nameof(Refusals.OfStatus))
            .Select(method => (Problem)method.Invoke(
                null, [.. method.GetParameters().Select(one => Activator.CreateInstance(one.ParameterType))])!);
        var page = File.ReadAllLines(Checkout.File("docs", "api.md"));
        var told = page.SkipWhile(line => line != "## Errors").Select(line => ErrorRow().Match(line)).Where(row => row.Success)
            .SelectMany(row => row.Groups["type"].Captures, (row, type) => $"{row.Groups["status"]} {type}");
        Assert.Equal(
            known.Select(problem => $"{problem.Status} {problem.Type.Split(':')[^1]}").Order(StringComparer.Ordinal),
            told.Order(StringComparer.Ordinal));
    }

    [SkippableFact]
    public async Task A_body_that_is_framed_wrongly_is_malformed()
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", shared.App.Client.BaseAddress!.Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /v1/queries HTTP/1.1\r\nHost: test\r\nX-Api-Key: {IngressApp.Key}\r\nConnection: close\r\n"
            + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nno length\r\n"));
        using var answer = new StreamReader(client.GetStream());
        var text = await answer.ReadToEndAsync();
        Assert.StartsWith("HTTP/1.1 400 ", text, StringComparison.Ordinal);
        Assert.Contains("\r\nContent-Type: application/problem+json\r\n", text, StringComparison.Ordinal);
        Assert.Contains("\"type\":\"urn:workers:problem:malformed-request\"", text, StringComparison.Ordinal);
        Assert.Contains("\"errors\":{\"$\":[", text, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^\| (?<status>\d{3}) \| (?:`(?<type>[a-z0-9-]+)`(?:, )?)+ \|")]
    private static partial Regex ErrorRow();
}
