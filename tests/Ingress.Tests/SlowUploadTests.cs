using System.Net.Sockets;
using System.Text;

namespace Workers.Ingress.Tests;

/// <summary>A caller's own slowness is not the store's fault, and no reason to hold a connection for ever.</summary>
[Collection(IngressCollection.Name)]
public sealed class SlowUploadTests(SharedIngress shared)
{
    private const string Body = "{\"conversationId\":\"slow\",\"text\":\"Where is my order?\"}";
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly byte[] Space = [.. Enumerable.Repeat((byte)' ', 1000)];

    [SkippableFact]
    public async Task A_body_that_takes_longer_than_the_store_may_is_accepted() =>
        Assert.StartsWith("HTTP/1.1 202", await SubmitAsync(pauses: 4, Second), StringComparison.Ordinal);

    [SkippableFact]
    public async Task A_body_that_comes_steadily_but_not_within_its_bound_is_408() =>
        IsTooSlow(await SubmitAsync(pauses: 20, Second));

    [SkippableFact]
    public async Task A_body_that_stops_coming_is_408() => IsTooSlow(await SubmitAsync(pauses: 1, 20 * Second));

    private static void IsTooSlow(string answer)
    {
        Assert.StartsWith("HTTP/1.1 408", answer, StringComparison.Ordinal);
        Assert.Contains("application/problem+json", answer, StringComparison.Ordinal);
        Assert.Contains("urn:workers:problem:request-timeout", answer, StringComparison.Ordinal);
    }

    /// <summary>
    /// Sends white space with pauses, then a submission, and returns what the server wrote within 15 s. HttpClient
    /// would lose an answer that comes while it still writes.
    /// </summary>
    private async Task<string> SubmitAsync(int pauses, TimeSpan pause)
    {
        using var bound = new CancellationTokenSource(15 * Second);
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", shared.App.Client.BaseAddress!.Port, bound.Token);
        var reading = ReadAsync(client.GetStream(), bound.Token);
        _ = WriteAsync(client.GetStream(), pauses, pause, bound.Token);
        return await reading;
    }

    private static async Task WriteAsync(NetworkStream stream, int pauses, TimeSpan pause, CancellationToken bound)
    {
        var length = pauses * Space.Length + Body.Length;
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /v1/queries HTTP/1.1\r\nHost: test\r\nX-Api-Key: {IngressApp.Key}\r\nConnection: close\r\n"
            + $"Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n"), bound);
        for (var i = 0; i < pauses; i++)
        {
            await stream.WriteAsync(Space, bound);
            await Task.Delay(pause, bound); // the slowness that is tested
        }

        await stream.WriteAsync(Encoding.ASCII.GetBytes(Body), bound);
    }

    private static async Task<string> ReadAsync(NetworkStream stream, CancellationToken bound)
    {
        var (answer, buffer) = (new StringBuilder(), new byte[4096]);
        while (!answer.ToString().Contains('}', StringComparison.Ordinal)
            && await stream.ReadAsync(buffer, bound) is > 0 and var count)
            answer.Append(Encoding.UTF8.GetString(buffer, 0, count));
        return answer.ToString();
    }
}
